import { part } from "./dom.ts";
import { rove } from "./rove.ts";
import { type Tab, TABS } from "./state.ts";
import type { Store } from "./store.ts";

/**
 * Lets the tabs choose the panel that shows: by pointer, and with arrows, Home and End.
 * Source: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/
 */
export function mountTabs(store: Store): void {
  const tabs = TABS.map((tab) => part(`tab-${tab}`));
  tabs.forEach((tab, i) => tab.addEventListener("click", () => store.set({ tab: TABS[i] })));
  tabs[0].parentElement!.addEventListener("keydown", (event) => {
    const step: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };
    const ends: Record<string, number> = { Home: 0, End: TABS.length - 1 };
    const from = TABS.indexOf(store.state.tab);
    const next = ends[event.key] ??
      (event.key in step ? (from + step[event.key] + TABS.length) % TABS.length : undefined);
    if (next === undefined) return;
    event.preventDefault();
    store.set({ tab: TABS[next] });
    tabs[next].focus();
  });
  showTab(store.state.tab);
  store.watch(["tab"], ({ tab }) => showTab(tab));
}

/** Shows a tab's panel and no other. */
export function showTab(shown: Tab): void {
  const tabs = TABS.map((tab) => part(`tab-${tab}`));
  TABS.forEach((tab, i) => {
    tabs[i].setAttribute("aria-selected", String(tab === shown));
    part(tab).hidden = tab !== shown;
  });
  rove(tabs, TABS.indexOf(shown));
  document.body.dataset.tab = shown; // The style sheet leaves out settings where they mean nothing.
}
