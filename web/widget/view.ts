import { paint } from "../page/paint.ts";
import type { PageModel, Picture, Progress } from "../runtime/page_model.ts";
import { asPart, build } from "./build.ts";
import { type ControlActions, Controls } from "./controls.ts";
import type { Settings } from "./settings.ts";
import { StatusLine } from "./status_line.ts";
import { styleSheet } from "./styles.ts";

/** What is in the element's shadow: canvas, status, controls. */
export class View {
  readonly controls: Controls;
  readonly #canvas = asPart(build("canvas"), "canvas");
  readonly #status = new StatusLine();
  #picture?: Picture;
  #alt: string | null = null;
  #label = "No picture yet";

  constructor(root: ShadowRoot, actions: ControlActions) {
    this.controls = new Controls(actions);
    root.adoptedStyleSheets = [styleSheet()];
    const frame = build("div", { className: "frame" });
    frame.append(this.#canvas, this.#status.element, this.controls.element);
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

  /** A model is on its way. */
  showOpening(): void {
    this.controls.enabled = false;
    this.#wait(true);
    this.#status.tell("Loading the model…");
  }

  /** A model is there. */
  showReady({ manifest, reason }: PageModel): void {
    this.controls.manifest = manifest;
    this.controls.enabled = true;
    this.#status.reason = reason;
  }

  /** A picture with these settings is on its way. */
  showDrawing(settings: Settings): void {
    this.controls.values = settings;
    this.controls.refused = undefined;
    this.#status.tellIfSlow("Drawing…");
  }

  /** Shows the rows that are final, over the picture before. @param height Rows of codes. */
  showRows({ picture, rows }: Progress, height: number): void {
    this.#wait(false);
    paint(this.#canvas, picture, rows / height);
  }

  /** Shows a whole picture, and how it came to be. */
  show(picture: Picture, { label, status }: { label: string; status: string }): void {
    this.#picture = picture;
    this.#label = label;
    this.#nameCanvas();
    this.#wait(false);
    paint(this.#canvas, picture);
    this.controls.canDownload = true;
    this.#status.tell(status);
  }

  /** Goes back to the last whole picture, as nothing more is to come. */
  stop(text: string): void {
    this.#wait(false);
    // A picture that is not finished must not pass for one.
    if (this.#picture) paint(this.#canvas, this.#picture);
    else this.#canvas.getContext("2d")?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#status.tell(text);
  }

  /** {@link View.stop}, with what went wrong. @param setting The attribute that was refused, if one was. */
  fail(message: string, setting?: string): void {
    this.stop("");
    this.#status.fail(message);
    this.controls.refused = setting;
  }

  #wait(waiting: boolean): void {
    this.#canvas.classList.toggle("waiting", waiting && !this.#picture);
  }

  #nameCanvas(): void {
    const name = this.#alt ?? this.#label;
    this.#canvas.role = name === "" ? "presentation" : "img";
    this.#canvas.ariaLabel = name === "" ? null : name;
  }
}
