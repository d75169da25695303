import { numberOf } from "./settings.ts";

const ATTRIBUTES: Readonly<Record<string, string>> = {
  src: "src",
  seed: "seed",
  classLabel: "class-label",
  temperature: "temperature",
  topK: "top-k",
  topP: "top-p",
  backend: "backend",
  controls: "controls",
  loading: "loading",
  alt: "alt",
};

/** An element whose properties are its attributes: null, undefined and false take one away. */
export class AttributeElement extends HTMLElement {
  static readonly observedAttributes = Object.values(ATTRIBUTES);

  /** Folder of the bundle, absolute or relative to the page. */
  get src(): string {
    return this.getAttribute("src") ?? "";
  }
  set src(src: string | URL | null) {
    this.#set("src", src);
  }

  /** In [0, 2^32); null if the element draws one itself. */
  get seed(): number | null {
    return numberOf(this.getAttribute("seed"));
  }
  set seed(seed: number | string | null) {
    this.#set("seed", seed);
  }

  /** Name of a class, or its index where no class has that name; null if it follows from the seed. */
  get classLabel(): number | string | null {
    const label = this.getAttribute("class-label");
    return numberOf(label) ?? label;
  }
  set classLabel(label: number | string | null) {
    this.#set("class-label", label);
  }

  /** In [0, 4]; null is 1. */
  get temperature(): number | null {
    return numberOf(this.getAttribute("temperature"));
  }
  set temperature(temperature: number | string | null) {
    this.#set("temperature", temperature);
  }

  /** In [1, K]; null is all. */
  get topK(): number | null {
    return numberOf(this.getAttribute("top-k"));
  }
  set topK(count: number | string | null) {
    this.#set("top-k", count);
  }

  /** In (0, 1]; null is all. */
  get topP(): number | null {
    return numberOf(this.getAttribute("top-p"));
  }
  set topP(share: number | string | null) {
    this.#set("top-p", share);
  }

  /** `auto`, `webgpu` or `wasm`. */
  get backend(): string {
    return this.getAttribute("backend") ?? "auto";
  }
  set backend(backend: string | null) {
    this.#set("backend", backend);
  }

  /** Whether there are controls; words, some of `new seed class temperature download`, choose among them. */
  get controls(): boolean | string {
    return this.getAttribute("controls") || this.hasAttribute("controls");
  }
  set controls(controls: boolean | string | null) {
    this.#set("controls", controls);
  }

  /** `eager`, or `lazy` to wait until the element is nearly in view. */
  get loading(): string {
    return this.getAttribute("loading") ?? "eager";
  }
  set loading(loading: string | null) {
    this.#set("loading", loading);
  }

  /** What the picture is called instead of its class and seed; an empty text: it is decoration. */
  get alt(): string | null {
    return this.getAttribute("alt");
  }
  set alt(alt: string | null) {
    this.#set("alt", alt);
  }

  /** Takes over properties that were set before the element was defined. */
  protected takeEarlyProperties(): void {
    const early = this as unknown as Record<string, unknown>;
    for (const name of Object.keys(ATTRIBUTES)) {
      if (!Object.hasOwn(this, name)) continue;
      const value = early[name];
      delete early[name];
      early[name] = value;
    }
  }

  #set(name: string, value: unknown): void {
    if (value === null || value === undefined || value === false) this.removeAttribute(name);
    else this.setAttribute(name, value === true ? "" : String(value));
  }
}
