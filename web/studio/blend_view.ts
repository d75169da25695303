import { benchOf } from "./bench.ts";
import { BLEND_TEXTS, BLEND_WAYS, type BlendWay } from "./blend.ts";
import { makeBlends } from "./blends.ts";
import { BlendEnd } from "./blend_end.ts";
import { makeChoice } from "./choice.ts";
import { make, makeButton, part } from "./dom.ts";
import { Latest } from "./latest.ts";
import { Notice } from "./notice.ts";
import { PicturesList } from "./pictures_list.ts";
import { randomSeed } from "../page/random_seed.ts";
import { paint } from "../page/paint.ts";
import type { StudioState } from "./state.ts";
import { drawRequest, type Studio } from "./studio.ts";

/** Pictures of the strip, both ends among them. */
const STEPS = 9;

/** What decides the pictures in between. */
const BLENDED_BY: readonly (keyof StudioState)[] = [
  ...["tab", "model", "backend", "ends", "blendWay", "blendAt"] as const,
  ...["seed", "class", "temperature", "topK", "topP", "guidance"] as const,
];

/** Makes pictures between two others. */
export function mountBlend(studio: Studio): void {
  new BlendView(studio);
}

class BlendView {
  readonly #studio: Studio;
  readonly #latest = new Latest();
  readonly #notice = new Notice();
  readonly #canvas = make("canvas", { role: "img", "aria-label": "The picture in between" });
  readonly #slider = make("input", { type: "range", min: 0, max: 1, step: 1 / 48 });
  readonly #list: PicturesList;
  readonly #ends: readonly BlendEnd[];
  readonly #explained = make("p", { class: "hint" });
  #codes: readonly number[] = [];

  constructor(studio: Studio) {
    this.#studio = studio;
    const { store } = studio;
    this.#list = new PicturesList("From one picture to the other", {
      onChoose: (index) => store.set({ blendAt: index / (STEPS - 1) }),
      onOpen: () => this.#edit(),
    });
    this.#list.element.classList.add("strip");
    this.#list.resize(STEPS, studio.slot.card.image);
    for (let i = 0; i < STEPS; i++) this.#list.name(i, `${i} of ${STEPS - 1} steps`);
    this.#ends = (["from", "to"] as const).map((end) =>
      new BlendEnd(end === "from" ? "Start" : "End", {
        onAnother: () => this.#notice.during(() => this.#another(end)),
        onBench: () => this.#fromBench(end),
      })
    );
    const way = makeChoice<BlendWay>(
      "How",
      BLEND_WAYS.map((it) => [it, BLEND_TEXTS[it].title] as const),
      (blendWay) => store.set({ blendWay }),
    );
    way.value = store.state.blendWay;
    store.watch(["blendWay"], (state) => way.value = state.blendWay);
    this.#slider.addEventListener(
      "input",
      () => store.set({ blendAt: Number(this.#slider.value) }),
    );
    part("blend").append(
      make(
        "div",
        { class: "side" },
        make("div", { class: "stage" }, make("div", { class: "frame" }, this.#canvas)),
        make("label", { class: "field" }, "In between", this.#slider),
        this.#list.element,
      ),
      make(
        "div",
        { class: "side" },
        make("div", { class: "pair" }, ...this.#ends.map(({ element }) => element)),
        way.element,
        this.#explained,
        this.#notice.element,
        make("div", { class: "buttons" }, makeButton("Edit this picture", () => this.#edit())),
      ),
    );
    store.watch(BLENDED_BY, () => this.#refresh());
    this.#refresh();
  }

  #refresh(): void {
    if (this.#studio.store.state.tab !== "blend") return;
    this.#notice.during(() => this.#latest.run((signal) => this.#show(signal)));
  }

  async #show(signal: AbortSignal): Promise<void> {
    const { store, slot } = this.#studio;
    const { state } = store;
    const model = await slot.get();
    if (!state.ends) {
      const seeds = [state.seed, state.seed + 1];
      const { images: [from, to] } = await model.draw(seeds.map((it) => drawRequest(state, it)));
      signal.throwIfAborted();
      const ends = { from: Array.from(from.codes), to: Array.from(to.codes) };
      return store.set({ ends }); // which shows them
    }
    this.#slider.value = String(state.blendAt);
    this.#explained.textContent = BLEND_TEXTS[state.blendWay].text;
    const steps = Array.from({ length: STEPS }, (_, i) => i / (STEPS - 1));
    const blends = await makeBlends(model, state, {
      ends: state.ends,
      steps: [...steps, state.blendAt],
    });
    signal.throwIfAborted();
    const { grids, pictures } = blends;
    pictures.slice(0, STEPS).forEach((picture, i) => this.#list.paint(i, picture));
    this.#list.chosen = Math.round(state.blendAt * (STEPS - 1));
    this.#ends[0].show(pictures[0]);
    this.#ends[1].show(pictures[STEPS - 1]);
    this.#codes = grids[STEPS];
    paint(this.#canvas, pictures[STEPS]);
    this.#notice.say(blends.summary);
  }

  async #another(end: "from" | "to"): Promise<void> {
    const { store, slot } = this.#studio;
    const model = await slot.get();
    const { images: [image] } = await model.draw([drawRequest(store.state, randomSeed())]);
    this.#put(end, Array.from(image.codes));
  }

  #fromBench(end: "from" | "to"): void {
    const { bench } = this.#studio.store.state;
    if (bench) this.#put(end, bench.codes);
    else this.#notice.say("There is no edited picture yet.");
  }

  #put(end: "from" | "to", codes: readonly number[]): void {
    const { store } = this.#studio;
    if (store.state.ends) store.set({ ends: { ...store.state.ends, [end]: codes } });
  }

  #edit(): void {
    if (this.#codes.length === 0) return;
    this.#studio.store.set({ bench: benchOf(this.#codes), tab: "edit" });
  }
}
