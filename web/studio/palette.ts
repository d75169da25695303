import { make } from "./dom.ts";
import { inSurroundings } from "./entry_pictures.ts";
import { PicturesList } from "./pictures_list.ts";
import type { Studio } from "./studio.ts";

/** Entries shown to pick from; others can be typed. */
const SHOWN = 256;

/** Callbacks of the palette. */
export interface PaletteEvents {
  onPick(code: number): void;
  /** The person wants to go back to the cell. */
  onLeave(): void;
}

/** The codes that a cell can be given: typed, or picked from pictures of the entries. */
export class Palette {
  readonly element: HTMLElement;
  readonly #studio: Studio;
  readonly #events: PaletteEvents;
  readonly #input: HTMLInputElement;
  readonly #where = make("span", { class: "where" }, "Code");
  readonly #list: PicturesList;
  #filledFor = "";

  constructor(studio: Studio, events: PaletteEvents) {
    this.#studio = studio;
    this.#events = events;
    this.#input = make("input", {
      type: "number",
      min: 0,
      max: studio.slot.card.codebook.size - 1,
      inputmode: "numeric",
    });
    this.#list = new PicturesList("Entries of the codebook", {
      onChoose: (code) => this.#pick(code),
      onOpen: () => events.onLeave(),
    });
    this.#list.element.classList.add("palette");
    this.element = make(
      "div",
      { class: "picker" },
      make("label", { class: "field" }, this.#where, this.#input),
      this.#list.element,
    );
    this.#input.addEventListener("input", () => {
      if (this.#input.validity.valid && this.#input.value !== "") {
        this.#events.onPick(Number(this.#input.value));
        this.#choose(Number(this.#input.value));
      }
    });
    this.element.addEventListener("keydown", (event) => {
      const leaves = event.key === "Escape" ||
        event.key === "Enter" && event.target === this.#input;
      if (!leaves) return;
      event.preventDefault();
      events.onLeave();
    });
  }

  /** Shows the code of a cell. */
  point(position: number, code: number | undefined): void {
    const { width } = this.#studio.slot.card.grid;
    const row = Math.floor(position / width) + 1, column = position % width + 1;
    this.#where.textContent = `Code at row ${row}, column ${column}`;
    if (code === undefined) return;
    if (Number(this.#input.value) !== code || this.#input.value === "") {
      this.#input.value = String(code);
    }
    this.#choose(code);
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
  }

  /** Fills in the pictures of the entries, once for a model. @throws {PageModelError} */
  async fill(): Promise<void> {
    const { card } = this.#studio.slot;
    const key = `${card.id} ${card.version}`;
    if (this.#filledFor === key) return;
    this.#filledFor = key;
    this.#input.max = String(card.codebook.size - 1);
    const count = Math.min(SHOWN, card.codebook.size);
    this.#list.resize(count, card.image);
    this.#choose(Number(this.#input.value));
    const facts = await this.#studio.entries.get();
    for (let entry = 0; entry < count; entry++) {
      this.#list.paint(entry, inSurroundings(facts, entry, card.grid));
      this.#list.name(entry, `code ${entry}`, String(entry));
    }
  }

  #choose(code: number): void {
    if (code < this.#list.size) this.#list.chosen = code;
  }

  #pick(code: number): void {
    this.#input.value = String(code);
    this.#events.onPick(code);
  }
}
