import type { Manifest } from "../../core/bundle/mod.ts";
import { classText } from "../../generation/class_label.ts";
import { MAX_SEED } from "../../generation/settings.ts";
import { asPart, build } from "./build.ts";
import type { Control } from "./choices.ts";
import type { Settings } from "./settings.ts";

const SLIDER_END = 2;

/** Values of the controls. */
export interface ControlActions {
  /** Something else with the same settings. */
  renew(): void;
  /** @param text As it was typed or chosen; empty: none. */
  change(setting: "seed" | "classLabel" | "temperature", text: string): void;
  download(): void;
}

/** Native fields and buttons for what a person may change. */
export class Controls {
  readonly #seed = build("input", { type: "number", min: "0", max: `${MAX_SEED}`, step: "1" });
  readonly #class = build("select");
  readonly #temperature = build("input", { type: "range", min: "0", step: "0.05" });
  readonly #temperatureText = build("span", { ariaHidden: "true" });
  readonly #download = button("Download PNG");
  readonly #holders: Readonly<Record<Control, HTMLElement>>;
  #manifest?: Manifest;
  #wanted: ReadonlySet<Control> = new Set();
  readonly element: HTMLFieldSetElement;

  constructor(actions: ControlActions) {
    const renew = button("New picture", "main", "wide");
    this.#holders = {
      new: renew,
      seed: build("label", {}, "Seed", this.#seed),
      class: build("label", {}, "Class", this.#class),
      temperature: build("label", {}, "Temperature", this.#temperatureText, this.#temperature),
      download: this.#download,
    };
    for (const holder of [this.#holders.temperature, this.#download]) holder.classList.add("wide");
    for (const field of [this.#seed, this.#class, this.#temperature]) asPart(field, "field");
    this.element = asPart(build("fieldset", { ariaLabel: "Picture" }), "controls");
    this.element.append(...Object.values(this.#holders));
    renew.addEventListener("click", () => actions.renew());
    this.#download.addEventListener("click", () => actions.download());
    this.#seed.addEventListener("change", () => actions.change("seed", this.#seed.value));
    this.#class.addEventListener("change", () => actions.change("classLabel", this.#class.value));
    this.#temperature.addEventListener("input", () => {
      actions.change("temperature", this.#temperature.value);
    });
    this.canDownload = false;
    this.show(this.#wanted);
  }

  /** Shows these controls; a class only where a model has classes, or is not there yet. */
  show(wanted: ReadonlySet<Control>): void {
    this.#wanted = wanted;
    this.element.hidden = wanted.size === 0;
    const classless = this.#manifest?.classes.length === 0;
    for (const [name, holder] of Object.entries(this.#holders)) {
      holder.hidden = !wanted.has(name as Control) || (name === "class" && classless);
    }
  }

  /** Offers the classes of a model; undefined while there is none, where nothing can be chosen. */
  set manifest(manifest: Manifest | undefined) {
    this.#manifest = manifest;
    const names = manifest?.classes ?? [];
    this.#class.replaceChildren(
      build("option", { value: "", textContent: "Any" }),
      ...names.map((name, index) =>
        build("option", { value: classText(index, names), textContent: name })
      ),
    );
    this.show(this.#wanted);
  }

  /** Whether the controls are enabled. */
  set enabled(enabled: boolean) {
    this.element.disabled = !enabled;
  }

  /** Whether there is a picture to save. */
  set canDownload(can: boolean) {
    this.#download.disabled = !can;
  }

  /** Shows what is drawn. */
  set values({ seed, class: label, temperature = 1 }: Settings) {
    if (seed !== undefined) this.#seed.value = `${seed}`;
    this.#class.value = label === undefined ? "" : classText(label, this.#manifest?.classes ?? []);
    this.#temperature.max = `${Math.max(SLIDER_END, temperature)}`;
    this.#temperature.value = `${temperature}`;
    this.#temperatureText.textContent = temperature.toFixed(2);
  }

  /** Marks the field whose value was refused; none if it has no field. */
  set refused(setting: string | undefined) {
    const fields = {
      seed: this.#seed,
      "class-label": this.#class,
      temperature: this.#temperature,
    };
    for (const [name, field] of Object.entries(fields)) field.ariaInvalid = `${name === setting}`;
  }
}

function button(text: string, ...classes: string[]): HTMLButtonElement {
  const element = asPart(build("button", { type: "button", textContent: text }), "button");
  element.classList.add(...classes);
  return element;
}
