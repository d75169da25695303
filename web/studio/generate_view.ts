import { backendText } from "../page/backend_text.ts";
import type { DrawnBatch, PageModel, Progress } from "../runtime/page_model.ts";
import { benchOf } from "./bench.ts";
import { ChosenView } from "./chosen_view.ts";
import { part, wantsLessMotion } from "./dom.ts";
import { Latest } from "./latest.ts";
import { Notice } from "./notice.ts";
import { PicturesList } from "./pictures_list.ts";
import { inSlowMotion } from "./slow_motion.ts";
import type { StudioState } from "./state.ts";
import { drawRequest, pictureName, type Studio } from "./studio.ts";

/** What decides the pictures of a sheet. */
const DRAWN_BY: readonly (keyof StudioState)[] = [
  ...["model", "backend", "seed", "count"] as const,
  ...["class", "temperature", "topK", "topP", "guidance"] as const,
];

/** Draws a sheet of pictures whenever a setting changes. */
export function mountGenerate(studio: Studio): void {
  new GenerateView(studio);
}

class GenerateView {
  readonly #studio: Studio;
  readonly #latest = new Latest();
  readonly #notice = new Notice();
  readonly #list: PicturesList;
  readonly #chosen: ChosenView;
  #drawn?: DrawnBatch;

  constructor(studio: Studio) {
    this.#studio = studio;
    const { store } = studio;
    this.#list = new PicturesList("Generated pictures", {
      onChoose: (chosen) => store.set({ chosen }),
      onOpen: () => this.#edit(),
    });
    this.#list.element.classList.add("sheet");
    this.#chosen = new ChosenView(studio, { onEdit: () => this.#edit() });
    part("sheet").append(this.#list.element);
    part("chosen").append(this.#notice.element, this.#chosen.element);
    store.watch(DRAWN_BY, () => this.#drawn = undefined);
    store.watch([...DRAWN_BY, "tab"], ({ tab }) => {
      if (tab === "generate" && !this.#drawn) this.draw();
    });
    store.watch(["chosen"], () => this.#showChosen());
    part<HTMLFormElement>("settings").addEventListener("change", ({ target }) => {
      if ((target as HTMLInputElement).name === "slow" && isSlow()) this.draw();
    });
    if (store.state.tab === "generate") this.draw();
  }

  draw(): void {
    this.#notice.during(() => this.#latest.run((signal) => this.#draw(signal)));
  }

  async #draw(signal: AbortSignal): Promise<void> {
    const { store, slot } = this.#studio;
    const { state } = store;
    this.#list.resize(state.count, slot.card.image);
    this.#list.element.style.setProperty("--columns", String(Math.sqrt(state.count)));
    this.#list.chosen = Math.min(state.chosen, state.count - 1);
    const model = await slot.get();
    signal.throwIfAborted();
    const frames: Progress[] = [];
    const show = ({ image, rows, picture }: Progress) =>
      this.#list.paint(image, picture, rows / model.manifest.grid.height);
    const requests = Array.from(
      { length: state.count },
      (_, i) => drawRequest(state, state.seed + i),
    );
    const onProgress = (frame: Progress) => isSlow() ? void frames.push(frame) : show(frame);
    // Each row is decoded for it: where a sheet takes a moment only, that would be most of the time.
    const isWatched = isSlow() || state.count <= 4 || model.backend !== "wasm";
    this.#list.element.setAttribute("aria-busy", "true");
    const batch = await this.#notice.whileSlow(
      "Drawing…",
      () => model.draw(requests, isWatched ? { onProgress, signal } : { signal }),
    );
    signal.throwIfAborted();
    this.#say(batch);
    if (frames.length > 0) {
      this.#list.clear();
      await inSlowMotion(frames, show, signal);
    }
    this.#finish(model, batch);
  }

  #finish(model: PageModel, batch: DrawnBatch): void {
    batch.images.forEach((image, i) => {
      this.#list.paint(i, image.picture);
      this.#list.name(i, pictureName(model, image));
    });
    this.#list.element.removeAttribute("aria-busy");
    this.#drawn = batch;
    this.#showChosen();
  }

  #say(batch: DrawnBatch): void {
    const { length } = batch.images;
    const passes = batch.passes === undefined ? "" : `, ${batch.passes} passes`;
    this.#notice.say(
      `${length === 1 ? "1 picture" : `${length} pictures`}: ${backendText(batch)}${passes}`,
    );
  }

  #showChosen(): void {
    const index = Math.min(this.#studio.store.state.chosen, this.#list.size - 1);
    this.#list.chosen = index;
    const image = this.#drawn?.images[index];
    if (image) this.#chosen.show(image);
  }

  #edit(): void {
    const image = this.#drawn?.images[this.#list.chosen];
    if (!image) return;
    this.#studio.store.set({ bench: benchOf(image.codes, image.class), tab: "edit" });
  }
}

function isSlow(): boolean {
  const { slow } = part<HTMLFormElement>("settings").elements as unknown as {
    slow: HTMLInputElement;
  };
  return slow.checked && !wantsLessMotion();
}
