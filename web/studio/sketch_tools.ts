import { make, makeButton } from "./dom.ts";
import type { Sketch } from "./sketch.ts";

/** Callbacks of the tools. */
export interface SketchEvents {
  /** Channels of the model's pictures: with one, the pen is a shade of grey. */
  channels(): number;
  onClear(): void;
  /** A picture was chosen. */
  onImage(image: Blob): void;
}

/** Pen, and where pictures come from. */
export class SketchTools {
  readonly element: HTMLElement;
  readonly #events: SketchEvents;
  readonly #colour = make("input", { type: "color", value: "#ffffff" });
  readonly #shade = make("input", { type: "range", min: 0, max: 255, value: 255 });
  readonly #colourField = make("label", { class: "field" }, "Colour", this.#colour);
  readonly #shadeField = make("label", { class: "field" }, "Shade", this.#shade);

  constructor(sketch: Sketch, events: SketchEvents) {
    this.#events = events;
    const pen = make("input", { type: "range", min: 2, max: 25, value: 8 });
    pen.addEventListener("input", () => sketch.thickness = Number(pen.value) / 100);
    const dip = () => {
      const grey = Number(this.#shade.value);
      const isGrey = this.#shadeField.hidden === false;
      sketch.colour = isGrey ? `rgb(${grey} ${grey} ${grey})` : this.#colour.value;
    };
    for (const input of [this.#colour, this.#shade]) input.addEventListener("input", dip);
    const file = make("input", { type: "file", accept: "image/*", class: "file" });
    file.addEventListener("change", () => {
      const image = file.files?.[0];
      if (image) events.onImage(image);
      file.value = ""; // so that the same file can be chosen again
    });
    this.element = make(
      "div",
      { class: "tools" },
      make(
        "p",
        { class: "hint" },
        "Draw here, or drop, paste or choose a picture. It stays on this device.",
      ),
      make(
        "div",
        { class: "row" },
        make("label", { class: "field" }, "Pen", pen),
        this.#colourField,
        this.#shadeField,
      ),
      make(
        "div",
        { class: "buttons" },
        makeButton("Clear", events.onClear, { class: "quiet" }),
        make("label", { class: "button quiet" }, "Choose a picture", file),
      ),
    );
    this.show();
  }

  /** Shows the pen that suits the model's pictures. */
  show(): void {
    const isGrey = this.#events.channels() === 1;
    this.#shadeField.hidden = !isGrey;
    this.#colourField.hidden = isGrey;
  }
}
