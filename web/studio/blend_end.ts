import { paint } from "../page/paint.ts";
import type { Picture } from "../runtime/page_model.ts";
import { make, makeButton } from "./dom.ts";

/** One of the two pictures that are blended, and where it may come from. */
export class BlendEnd {
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;

  constructor(title: string, events: { onAnother(): void; onBench(): void }) {
    this.#canvas = make("canvas", { role: "img", "aria-label": `${title}: picture` });
    this.element = make(
      "figure",
      {},
      make("figcaption", {}, title),
      make("div", { class: "frame" }, this.#canvas),
      make(
        "div",
        { class: "buttons" },
        makeButton("Another", events.onAnother, { class: "quiet" }),
        makeButton("The edited one", events.onBench, { class: "quiet" }),
      ),
    );
  }

  show(picture: Picture): void {
    paint(this.#canvas, picture);
  }
}
