import { paint } from "../page/paint.ts";
import type { PageModel, Picture } from "../runtime/page_model.ts";
import { cutSurroundings } from "./cut.ts";
import { make } from "./dom.ts";
import { modelEntries, neighboursOf } from "./entries.ts";
import { type EntryFacts, inSurroundings } from "./entry_pictures.ts";
import { PicturesList } from "./pictures_list.ts";
import type { Studio } from "./studio.ts";

const NEIGHBOURS = 6, PLACES = 6;

/** One entry of the codebook: alone, where it occurs, how often, and what is near it. */
export class EntryView {
  readonly element: HTMLElement;
  readonly #title = make("h2");
  readonly #usage = make("p", { class: "facts" });
  readonly #alone = make("canvas", { role: "img" });
  readonly #places = make("div", { class: "strip marked" });
  readonly #near: PicturesList;
  #neighbours: number[] = [];

  constructor({ store }: Studio) {
    this.#near = new PicturesList("Nearest entries", {
      onChoose: () => {}, // Arrow keys explore; a click or Enter selects.
      onOpen: (index) => store.set({ entry: this.#neighbours[index] }),
    });
    this.#near.element.classList.add("strip", "marked");
    this.#near.element.addEventListener("click", () => {
      if (this.#near.chosen >= 0) store.set({ entry: this.#neighbours[this.#near.chosen] });
    });
    const part = (title: string, content: HTMLElement) =>
      make("div", {}, make("h3", {}, title), content);
    this.element = make(
      "div",
      { class: "entry" },
      make(
        "div",
        { class: "portrait" },
        this.#alone,
        make("div", {}, this.#title, this.#usage),
      ),
      part("Where it occurs", this.#places),
      part("Nearest entries, by distance", this.#near.element),
    );
  }

  show(entry: number, facts: EntryFacts, model: PageModel): void {
    const { usage, alone, counted } = facts;
    const { grid, image } = model.manifest;
    this.#title.textContent = `Entry ${entry}`;
    const total = usage.counts.reduce((sum, count) => sum + count, 0);
    const share = 100 * usage.counts[entry] / total;
    this.#usage.textContent = `Used ${usage.counts[entry]} times among ${total} codes, ` +
      `${share.toFixed(1)} %. Left: a grid of nothing else, decoded.`;
    paint(this.#alone, alone[entry]);
    this.#alone.setAttribute("aria-label", `A grid of entry ${entry} alone, decoded`);
    const places = usage.places[entry].slice(0, PLACES);
    this.#places.replaceChildren(
      ...places.map(({ picture, position }) =>
        framed(cutSurroundings(counted[picture], position, grid), `seed ${picture}`)
      ),
      ...(places.length === 0 ? ["In none of the pictures counted."] : []),
    );
    const near = neighboursOf(entry, NEIGHBOURS, modelEntries(model));
    this.#neighbours = near.map((it) => it.entry);
    this.#near.resize(near.length, image);
    this.#near.chosen = -1;
    near.forEach((it, i) => {
      this.#near.paint(i, inSurroundings(facts, it.entry, grid));
      const distance = it.distance.toFixed(2);
      this.#near.name(i, `entry ${it.entry}: ${distance} away`, `${it.entry}: ${distance}`);
    });
  }
}

function framed(picture: Picture, name: string): HTMLElement {
  const canvas = make("canvas", { role: "img", "aria-label": `Where it occurs, ${name}` });
  paint(canvas, picture);
  return make("div", {}, canvas);
}
