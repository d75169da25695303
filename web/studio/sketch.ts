import { make } from "./dom.ts";

/** Pixels of the drawing's longer side. */
const SIDE = 336;

/** A canvas to draw on with a pointer or a finger, in the proportions of a model's pictures. */
export class Sketch {
  readonly canvas: HTMLCanvasElement = make("canvas", {
    class: "sketch",
    role: "img",
    "aria-label":
      "Your picture. To draw, press and move; without a pointer, choose a picture instead.",
  });
  /** Of the pen, as CSS. */
  colour = "#ffffff";
  /** Of the pen, in [0, 1] of the picture's longer side. */
  thickness = 0.08;
  readonly #context = this.canvas.getContext("2d", { willReadFrequently: true })!;
  readonly #onChange: () => void;
  #last?: { x: number; y: number };

  /** @param onChange Called for each stroke segment. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.canvas.setPointerCapture(event.pointerId);
      this.#lineTo(event);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!this.#last) return;
      // Between two frames a pen may have reported several points.
      const points = event.getCoalescedEvents?.() ?? [];
      for (const point of points.length > 0 ? points : [event]) this.#lineTo(point);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.canvas.addEventListener(end, () => this.#last = undefined);
    }
  }

  /** Starts over in black, also for pictures of another size. */
  clear({ width, height }: { width: number; height: number }): void {
    const factor = SIDE / Math.max(width, height);
    this.canvas.width = Math.round(width * factor);
    this.canvas.height = Math.round(height * factor);
    this.#context.fillStyle = "#000000";
    this.#context.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** Shows a picture, its middle if its proportions are others. */
  show(image: CanvasImageSource, size: { width: number; height: number }): void {
    const { width, height } = this.canvas;
    const factor = Math.max(width / size.width, height / size.height);
    const shown = { width: size.width * factor, height: size.height * factor };
    this.#context.fillStyle = "#000000";
    this.#context.fillRect(0, 0, width, height);
    this.#context.imageSmoothingEnabled = factor < 1; // Pixels of a small picture stay squares.
    this.#context.imageSmoothingQuality = "high";
    const left = (width - shown.width) / 2, top = (height - shown.height) / 2;
    this.#context.drawImage(image, left, top, shown.width, shown.height);
  }

  #lineTo(event: PointerEvent): void {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const x = (event.clientX - left) / width * this.canvas.width;
    const y = (event.clientY - top) / height * this.canvas.height;
    const from = this.#last ?? { x, y };
    this.#context.strokeStyle = this.colour;
    this.#context.lineWidth = this.thickness * SIDE;
    this.#context.lineCap = this.#context.lineJoin = "round";
    this.#context.beginPath();
    this.#context.moveTo(from.x, from.y);
    this.#context.lineTo(x, y);
    this.#context.stroke();
    this.#last = { x, y };
    this.#onChange();
  }
}
