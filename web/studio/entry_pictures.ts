import type { PageModel, Picture } from "../runtime/page_model.ts";
import { cutSurroundings, isInside } from "./cut.ts";
import { codeCount } from "./model_card.ts";
import type { ModelSlot } from "./model_slot.ts";
import { countMore, noUsage, type Usage } from "./usage.ts";

/** Pictures drawn at once to count in, and grids decoded at once. */
const AT_ONCE = 64;

/** What is known of a model's entries. */
export interface EntryFacts {
  /** Each entry alone: a grid of nothing else, decoded. */
  readonly alone: readonly Picture[];
  readonly usage: Usage;
  /** The pictures counted in, in the order of their seeds from 0. */
  readonly counted: readonly Picture[];
}

/** Looks at the entries of the model that is open, once. */
export class EntryPictures {
  readonly #slot: ModelSlot;
  #of?: PageModel;
  #facts?: Promise<EntryFacts>;

  constructor(slot: ModelSlot) {
    this.#slot = slot;
  }

  /** @throws {PageModelError} */
  async get(): Promise<EntryFacts> {
    const model = await this.#slot.get();
    if (this.#of !== model || !this.#facts) this.#keep(model, this.#look(model));
    return await this.#facts!;
  }

  /** Counts in as many pictures more. @throws {PageModelError} */
  async countMore(): Promise<EntryFacts> {
    const facts = await this.get();
    const model = this.#of!;
    this.#keep(model, this.#count(model, facts));
    return await this.#facts!;
  }

  #keep(model: PageModel, facts: Promise<EntryFacts>): void {
    const before = this.#facts;
    this.#of = model;
    this.#facts = facts;
    facts.catch(() => this.#facts = before);
  }

  async #look(model: PageModel): Promise<EntryFacts> {
    const { codebook: { size } } = model.manifest;
    const count = codeCount(model.manifest);
    const alone: Picture[] = [];
    for (let first = 0; first < size; first += AT_ONCE) {
      const entries = Array.from({ length: Math.min(AT_ONCE, size - first) }, (_, i) => first + i);
      alone.push(...await model.decode(entries.map((entry) => Array(count).fill(entry))));
    }
    return await this.#count(model, { alone, usage: noUsage(size), counted: [] });
  }

  async #count(model: PageModel, { alone, usage, counted }: EntryFacts): Promise<EntryFacts> {
    const requests = Array.from({ length: AT_ONCE }, (_, i) => ({ seed: usage.pictures + i }));
    const { images } = await model.draw(requests);
    return {
      alone,
      usage: countMore(usage, images.map(({ codes }) => codes)),
      counted: [...counted, ...images.map(({ picture }) => picture)],
    };
  }
}

/** An entry in the middle of its surroundings, cut from a counted picture; alone if it occurs in none. */
export function inSurroundings(
  { alone, usage, counted }: EntryFacts,
  entry: number,
  grid: { height: number; width: number },
): Picture {
  const places = usage.places[entry];
  // Rather one with all its surroundings than one at an edge.
  const place = places.find(({ position }) => isInside(position, grid)) ?? places[0];
  return place ? cutSurroundings(counted[place.picture], place.position, grid) : alone[entry];
}
