import { millisecondsText } from "../page/backend_text.ts";
import { paint } from "../page/paint.ts";
import { pictureOfImage } from "../page/picture_of_image.ts";
import type { Encoded } from "../runtime/page_model.ts";
import { benchOf } from "./bench.ts";
import { Board } from "./board.ts";
import { cellFaces } from "./board_cells.ts";
import { make, makeButton, part } from "./dom.ts";
import { encodingFacts } from "./encoding_facts.ts";
import { receiveImages } from "./image_drop.ts";
import { Latest } from "./latest.ts";
import { Notice } from "./notice.ts";
import { Sketch } from "./sketch.ts";
import { SketchTools } from "./sketch_tools.ts";
import type { Studio } from "./studio.ts";

/** Encodes what a person draws or brings. */
export function mountDraw(studio: Studio): void {
  new DrawView(studio);
}

class DrawView {
  readonly #studio: Studio;
  readonly #latest = new Latest();
  readonly #notice = new Notice();
  readonly #sketch = new Sketch(() => this.#encode());
  readonly #seen = make("canvas", { role: "img", "aria-label": "The picture in the model's size" });
  readonly #facts = make("p", { class: "facts" });
  readonly #board: Board;
  #encoded?: Encoded;

  constructor(studio: Studio) {
    this.#studio = studio;
    this.#board = new Board("Codes of your picture, over what they decode to", {
      onActive: () => {},
      onEdit: (position) => this.#look(position),
    });
    this.#board.overlay = "codes";
    const tools = new SketchTools(this.#sketch, {
      channels: () => studio.slot.card.image.channels,
      onClear: () => this.#clear(),
      onImage: (image) => this.#show(image),
    });
    const figure = (title: string, ...content: Node[]) =>
      make("figure", {}, make("figcaption", {}, title), ...content);
    part("draw").append(
      make("div", { class: "stage" }, this.#sketch.canvas),
      make(
        "div",
        { class: "side" },
        tools.element,
        make(
          "div",
          { class: "pair" },
          figure("What the model sees", make("div", { class: "frame" }, this.#seen)),
          figure("What its codes keep", this.#board.element),
        ),
        this.#facts,
        this.#notice.element,
        make(
          "div",
          { class: "buttons" },
          makeButton("Edit these codes", () => this.#edit()),
          makeButton("Blend start", () => this.#blend("from"), { class: "quiet" }),
          makeButton("Blend end", () => this.#blend("to"), { class: "quiet" }),
        ),
      ),
    );
    receiveImages(part("draw"), (image) => this.#show(image));
    studio.store.watch(["model"], () => this.#clear());
    studio.store.watch(["tab", "backend"], () => {
      tools.show();
      this.#encode();
    });
    this.#clear();
  }

  #clear(): void {
    this.#sketch.clear(this.#studio.slot.card.image);
    this.#encode();
  }

  #show(image: Blob): void {
    this.#notice.during(async () => {
      const { width, height, rgba } = await pictureOfImage(image);
      const bitmap = await createImageBitmap(new ImageData(rgba, width, height));
      this.#sketch.show(bitmap, { width, height });
      bitmap.close();
      this.#encode();
    });
  }

  #encode(): void {
    if (this.#studio.store.state.tab !== "draw") return;
    this.#notice.during(() => this.#latest.run((signal) => this.#read(signal)));
  }

  async #read(signal: AbortSignal): Promise<void> {
    const { slot } = this.#studio;
    const model = await slot.get();
    // Strokes come faster than frames: only the last of a frame is encoded.
    await new Promise(requestAnimationFrame);
    signal.throwIfAborted();
    const start = performance.now();
    const encoded = await model.encode(await pictureOfImage(this.#sketch.canvas));
    signal.throwIfAborted();
    const milliseconds = performance.now() - start;
    this.#encoded = encoded;
    paint(this.#seen, encoded.seen);
    this.#board.paint(encoded.reconstruction);
    const { grid: { width } } = slot.card;
    this.#board.show(cellFaces(benchOf(encoded.codes), { overlay: "codes", width }), width);
    this.#facts.textContent = encodingFacts(encoded, slot.card);
    this.#notice.say(`Encoded and decoded in ${millisecondsText(milliseconds)}.`);
  }

  #edit(): void {
    if (!this.#encoded) return;
    this.#studio.store.set({ bench: benchOf(this.#encoded.codes), tab: "edit" });
  }

  #blend(end: "from" | "to"): void {
    if (!this.#encoded) return;
    const { store } = this.#studio;
    const codes = Array.from(this.#encoded.codes);
    store.set({
      ends: { from: codes, to: codes, ...store.state.ends, [end]: codes },
      tab: "blend",
    });
  }

  #look(position: number): void {
    const entry = this.#encoded?.codes[position];
    if (entry !== undefined) this.#studio.store.set({ entry, tab: "codebook" });
  }
}
