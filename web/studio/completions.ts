import { backendText } from "../page/backend_text.ts";
import type { Progress } from "../runtime/page_model.ts";
import { type Bench, keptCodes } from "./bench.ts";
import { make, makeButton } from "./dom.ts";
import { Latest } from "./latest.ts";
import { Notice } from "./notice.ts";
import { PicturesList } from "./pictures_list.ts";
import { COUNTS } from "./state.ts";
import { drawRequest, pictureName, type Studio } from "./studio.ts";

/** Completions drawn at once. */
const COUNT = 6;
/** Their seeds are beyond those of any sheet: a picture's own seed would draw the picture again. */
const FIRST_SEED = Math.max(...COUNTS);

/** Callbacks of completions. */
export interface CompletionEvents {
  /** One was taken. @param codes `[gh * gw]`. */
  onTake(codes: Uint32Array): void;
  /** Rows of the first one became final. */
  onProgress(progress: Progress): void;
}

/** Has the model draw what is erased, several times, and lets a person take one. */
export class Completions {
  readonly element: HTMLElement;
  readonly #studio: Studio;
  readonly #events: CompletionEvents;
  readonly #latest = new Latest();
  readonly #notice = new Notice();
  readonly #list: PicturesList;
  readonly #button: HTMLButtonElement;
  #kept?: readonly (number | null)[];
  #codes: Uint32Array[] = [];
  #round = 0;

  constructor(studio: Studio, events: CompletionEvents) {
    this.#studio = studio;
    this.#events = events;
    this.#list = new PicturesList("Completions", {
      onChoose: (index) => this.#codes[index] && events.onTake(this.#codes[index]),
    });
    this.#list.element.classList.add("strip");
    this.#list.resize(COUNT, studio.slot.card.image);
    for (let i = 0; i < COUNT; i++) this.#list.name(i, "no completion yet");
    this.#button = makeButton("Complete", () => this.#complete());
    this.element = make(
      "div",
      { class: "completions" },
      make("div", { class: "row" }, this.#button, this.#notice.element),
      this.#list.element,
    );
    studio.store.watch(["model"], () => this.#kept = undefined);
  }

  /** Says what can be completed on a bench. */
  show(bench: Bench): void {
    const { size } = bench.erased;
    if (size > 0) this.#notice.say(`${size} of ${bench.codes.length} codes erased.`);
    else if (!this.#kept) this.#notice.say("Paint over the picture to erase codes.");
    this.#button.textContent = size === 0 && this.#kept ? "Six others" : "Complete";
    this.#button.disabled = size === 0 && !this.#kept;
  }

  #complete(): void {
    const { bench } = this.#studio.store.state;
    if (!bench) return;
    const isNew = bench.erased.size > 0;
    if (isNew) this.#kept = keptCodes(bench);
    this.#round = isNew ? 0 : this.#round + 1;
    this.#notice.during(() => this.#latest.run((signal) => this.#draw(bench, signal)));
  }

  async #draw(bench: Bench, signal: AbortSignal): Promise<void> {
    const { store: { state }, slot } = this.#studio;
    const model = await slot.get();
    const requests = Array.from({ length: COUNT }, (_, i) => ({
      ...drawRequest(state, state.seed + FIRST_SEED + this.#round * COUNT + i),
      class: bench.class,
      kept: this.#kept,
    }));
    const onProgress = (progress: Progress) => {
      if (progress.image === 0) this.#events.onProgress(progress);
    };
    const batch = await this.#notice.whileSlow(
      "Drawing…",
      () => model.draw(requests, { onProgress, signal }),
    );
    signal.throwIfAborted();
    this.#codes = batch.images.map(({ codes }) => codes);
    batch.images.forEach((image, i) => {
      this.#list.paint(i, image.picture);
      this.#list.name(i, pictureName(model, image));
    });
    this.#list.chosen = 0;
    this.#events.onTake(this.#codes[0]);
    this.#notice.say(`${COUNT} completions: ${backendText(batch)}`);
  }
}
