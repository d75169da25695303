import { paint } from "../page/paint.ts";
import type { Picture, Progress } from "../runtime/page_model.ts";
import { asPart, build } from "./build.ts";
import { type ControlActions, Controls } from "./controls.ts";
import { styleSheet } from "./styles.ts";

/** What is in the element's shadow: canvas, status, controls. */
export class View {
  readonly controls: Controls;
  readonly #canvas = asPart(build("canvas"), "canvas");
  readonly #status = asPart(build("p", { role: "status" }), "status");
  #picture?: Picture;
  #alt: string | null = null;
  #label = "Generated picture";

  constructor(root: ShadowRoot, actions: ControlActions) {
    this.controls = new Controls(actions);
    root.adoptedStyleSheets = [styleSheet()];
    const frame = build("div", { className: "frame" });
    frame.append(this.#canvas, this.#status, this.controls.element);
    root.append(frame);
    this.alt = null;
  }

  /** The picture that is shown, once all of it is. */
  get picture(): Picture | undefined {
    return this.#picture;
  }

  /** What the picture is called instead of its label; an empty text: it is decoration. */
  set alt(alt: string | null) {
    this.#alt = alt;
    this.#nameCanvas();
  }

  /** Shows a whole picture. */
  show(picture: Picture, label: string): void {
    this.#picture = picture;
    this.#label = label;
    this.#nameCanvas();
    paint(this.#canvas, picture);
    this.controls.canDownload = true;
  }

  /** Shows the rows that are final, over the picture before. */
  showRows({ picture, rows }: Progress, height: number): void {
    paint(this.#canvas, picture, rows / height);
  }

  /** Says what goes on or how it went. */
  tell(text: string, state: "waiting" | "done" | "error" = "done"): void {
    this.#canvas.classList.toggle("waiting", state === "waiting" && !this.#picture);
    this.#status.classList.toggle("error", state === "error");
    // The same words once more would be read out once more.
    if (this.#status.textContent !== text) this.#status.textContent = text;
    if (state === "error") this.#restore();
  }

  /** What is told of the status on request: why it computes where it does. */
  set reason(reason: string) {
    this.#status.title = reason;
  }

  // A picture that is not finished must not pass for one.
  #restore(): void {
    if (this.#picture) paint(this.#canvas, this.#picture);
    else this.#canvas.getContext("2d")?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  #nameCanvas(): void {
    const name = this.#alt ?? this.#label;
    this.#canvas.role = name === "" ? "presentation" : "img";
    this.#canvas.ariaLabel = name === "" ? null : name;
  }
}
