import { randomSeed } from "../page/random_seed.ts";
import { AttributeWatch } from "./attribute_watch.ts";
import { type Loading, loadingChoice, wantedControls } from "./choices.ts";
import { DrawingElement } from "./drawing_element.ts";
import { SETTING_ATTRIBUTES } from "./settings.ts";
import { whenNear } from "./when_near.ts";

const DRAWING: readonly string[] = ["src", "backend", ...Object.values(SETTING_ATTRIBUTES)];

/** `<tessera-generator>`: draws and shows the picture described by its attributes while it is in a page. */
export class TesseraGenerator extends DrawingElement {
  readonly #watch = new AttributeWatch((changed) => this.#update(changed));
  /** Whether the current or pending picture matches the attributes. */
  #settled = false;
  /** Whether it was in the page at the last update. */
  #present = false;
  #isNear = false;
  #stopWaiting = () => {};
  #drawing = new AbortController();

  connectedCallback(): void {
    this.takeEarlyProperties();
    this.#watch.note();
  }

  disconnectedCallback(): void {
    this.#watch.note();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (name === "seed" && after === null) this.ownSeed = randomSeed();
    // As with an image, the same address once more means to load it once more.
    if (before !== after || name === "src") this.#watch.note(name);
  }

  #update(changed: ReadonlySet<string>): void {
    if (!this.isConnected) return this.#leave();
    this.#present = true;
    this.holder.keep();
    this.view.alt = this.alt;
    try {
      this.view.controls.show(wantedControls(this.getAttribute("controls")));
      const loading = loadingChoice(this.getAttribute("loading"));
      if (this.#settled && !DRAWING.some((name) => changed.has(name))) return;
      if (this.#mayStart(loading)) this.#redraw();
    } catch (error) {
      this.#unsettle();
      this.fail(error);
    }
  }

  #mayStart(loading: Loading): boolean {
    this.#stopWaiting();
    if (loading === "eager" || this.#isNear) return true;
    this.#stopWaiting = whenNear(this, () => {
      this.#isNear = true;
      this.#watch.note();
    });
    return false;
  }

  #redraw(): void {
    this.#unsettle();
    if (!this.hasAttribute("src")) {
      this.holder.release();
      return this.view.stop("No model: src is not set");
    }
    const drawing = this.#drawing = new AbortController();
    this.#settled = true;
    this.draw({ signal: drawing.signal }).catch(() => {
      // The error was reported. The next change tries again.
      if (this.#drawing === drawing) this.#settled = false;
    });
  }

  #unsettle(): void {
    this.#settled = false;
    this.#drawing.abort();
    this.outdate();
  }

  #leave(): void {
    this.#stopWaiting();
    if (this.#present) this.#unsettle();
    this.#present = this.#isNear = false;
    this.holder.release();
  }
}
