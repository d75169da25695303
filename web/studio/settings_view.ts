import { make, part } from "./dom.ts";
import { randomSeed } from "../page/random_seed.ts";
import { FIRST_STATE, type StudioState } from "./state.ts";
import type { Studio } from "./studio.ts";

interface Fields extends HTMLFormControlsCollection {
  readonly class: HTMLSelectElement;
  readonly seed: HTMLInputElement;
  readonly count: RadioNodeList;
  readonly temperature: HTMLInputElement;
  readonly guidance: HTMLInputElement;
  readonly topK: HTMLInputElement;
  readonly topP: HTMLInputElement;
}

/** Joins the form of settings and the state. */
export function mountSettings({ store, slot }: Studio): void {
  const form = part<HTMLFormElement>("settings");
  const fields = form.elements as Fields;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    const { name } = target as HTMLInputElement;
    const change = READ[name]?.(fields);
    if (change) store.set(change);
  });
  part("another-seed").addEventListener("click", () => store.set({ seed: randomSeed() }));
  part("usual-settings").addEventListener("click", () => {
    const { temperature, topP, guidance } = FIRST_STATE;
    store.set({ class: undefined, temperature, topK: undefined, topP, guidance });
  });
  const fill = () => {
    const { classes, codebook } = slot.card;
    fields.class.replaceChildren(
      make("option", { value: "" }, "any"),
      ...classes.map((name, label) => make("option", { value: label }, name)),
    );
    fields.class.disabled = classes.length === 0;
    fields.topK.max = String(codebook.size);
    show(store.state);
  };
  const show = (state: StudioState) => {
    const { size } = slot.card.codebook;
    fields.class.value = state.class === undefined ? "" : String(state.class);
    // Not while it is typed: "07" would become "7" under the cursor.
    if (Number(fields.seed.value) !== state.seed) fields.seed.value = String(state.seed);
    fields.count.value = String(state.count);
    fields.temperature.value = String(state.temperature);
    fields.guidance.value = String(state.guidance);
    fields.guidance.disabled = slot.card.classes.length === 0;
    fields.topK.value = String(state.topK ?? size);
    fields.topP.value = String(state.topP);
    part("temperature-text").textContent = state.temperature.toFixed(2);
    part("guidance-text").textContent = state.guidance === 1 ? "off" : state.guidance.toFixed(1);
    part("topK-text").textContent = state.topK === undefined ? "all" : `${state.topK} of ${size}`;
    part("topP-text").textContent = state.topP === 1 ? "all" : state.topP.toFixed(2);
  };
  fill();
  store.watch(["model"], fill);
  store.listen(show);
}

/** What a field says, by its name; nothing where it holds no valid value. */
const READ: Readonly<Record<string, (fields: Fields) => Partial<StudioState> | undefined>> = {
  class: ({ class: { value } }) => ({ class: value === "" ? undefined : Number(value) }),
  seed: ({ seed }) => seed.validity.valid ? { seed: Number(seed.value) } : undefined,
  count: ({ count }) => ({ count: Number(count.value), chosen: 0 }),
  temperature: ({ temperature }) => ({ temperature: Number(temperature.value) }),
  guidance: ({ guidance }) => ({ guidance: Number(guidance.value) }),
  topK: ({ topK }) => ({ topK: topK.value === topK.max ? undefined : Number(topK.value) }),
  topP: ({ topP }) => ({ topP: Number(topP.value) }),
};
