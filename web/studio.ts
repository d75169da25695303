import { mountBlend } from "./studio/blend_view.ts";
import { mountCodebook } from "./studio/codebook_view.ts";
import { part } from "./studio/dom.ts";
import { mountDraw } from "./studio/draw_view.ts";
import { mountEdit } from "./studio/edit_view.ts";
import { EntryPictures } from "./studio/entry_pictures.ts";
import { mountGenerate } from "./studio/generate_view.ts";
import { mountHeader, showEngine } from "./studio/header_view.ts";
import { fetchModels, type ModelList } from "./studio/model_card.ts";
import { ModelSlot } from "./studio/model_slot.ts";
import { hashOf, stateOfHash, tabOfHash } from "./studio/permalink.ts";
import { mountSettings } from "./studio/settings_view.ts";
import { Store } from "./studio/store.ts";
import type { Studio } from "./studio/studio.ts";
import { mountTabs, showTab } from "./studio/tabs.ts";

/** The studio: the page at `/`. */
async function openStudio(): Promise<void> {
  showTab(tabOfHash(location.hash)); // Before what the server says: nothing shall move then.
  const list = await fetchModels();
  const store = new Store(stateOfHash(location.hash, list));
  const slot = new ModelSlot(store, list, showEngine);
  const link = () => `${location.origin}${location.pathname}#${hashOf(store.state, slot.card)}`;
  const studio: Studio = { store, slot, entries: new EntryPictures(slot), link };
  mountTabs(store);
  mountHeader(studio, list);
  mountSettings(studio);
  for (const mount of [mountGenerate, mountEdit, mountDraw, mountCodebook, mountBlend]) {
    mount(studio);
  }
  followAddress(studio, list);
}

/** Browsers refuse a page that changes its address more often than some times a second. */
const ADDRESS_PAUSE = 400;

/** Keeps the address that of the state, and the state that of an address someone puts in. */
function followAddress({ store, link }: Studio, list: ModelList): void {
  let timer: number | undefined;
  store.listen(() => {
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState(null, "", link()), ADDRESS_PAUSE);
  });
  addEventListener("hashchange", () => store.set(stateOfHash(location.hash, list)));
}

openStudio().catch((error: Error) => {
  const line = part("engine");
  line.classList.add("failed");
  line.textContent = error.message;
});
