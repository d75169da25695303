import type { Code, Local } from "../assembler/mod.ts";
import { firstLanes, LANES, loadLanes, storeLanes } from "./lanes.ts";
import type { Linear } from "./linear.ts";
import type { Lanes, Nest } from "./nest.ts";
import { Statements } from "./statements.ts";

/** The elements of a line, or of four lines, that a round of its loop handles. */
export interface Element {
  readonly value: Code;
  /** Its index along the axis. */
  readonly index: Code;
  /** Replaces lanes that are no element of the line. */
  readonly only: (value: Code, other: number) => Code;
  /** The same elements of an array of the input's shape at an address. */
  readonly load: (base: number) => Code;
  /** Stores them. */
  readonly store: (base: number, value: Code) => Code;
}

/** A line along the axis, or four neighbouring ones in lanes: the last loop of a nest. */
export class Line {
  readonly #axis: number;
  /** Whether lanes are elements of one line. */
  readonly #along: boolean;

  /** @param lanes Which lines. */
  constructor(readonly nest: Nest, readonly lanes: Lanes) {
    this.#axis = nest.piece.extents.length - 1;
    this.#along = nest.vector === this.#axis;
  }

  /** New locals. */
  locals(count: number): Local[] {
    return this.nest.made.locals("v128", count);
  }

  /** The third value: it is the same for the whole line. */
  get target(): Code {
    return this.nest.value(this.nest.piece.values[2]);
  }

  /** Does something with each element. */
  each(write: (element: Element, statements: Statements) => Code): Code {
    const { nest } = this;
    const { values: [value, index], places: [at] } = nest.piece;
    return nest.loop(this.#axis, (inner) => {
      const lanes = this.#along ? inner : this.lanes;
      const place = (base: number) => this.#place(at, base, lanes);
      const statements = new Statements(nest.made);
      statements.add(write({
        value: nest.value(value),
        index: nest.value(index),
        only: (it, other) => this.#along ? firstLanes(it, lanes.count, other) : it,
        load: (base) => loadLanes(place(base)),
        store: (base, it) => storeLanes(it, place(base)),
      }, statements));
      return statements.code;
    }, { within: this.lanes });
  }

  /** Statements that combine what lanes have found: just where they are elements of one line. */
  combine(statements: () => Code): Code {
    return this.#along ? statements() : [];
  }

  /** Stores the result of the line, or of each. */
  store(base: number, value: Code): Code {
    const lanes = this.#along ? { count: 1, shift: 0 } : this.lanes;
    return storeLanes(value, this.#place(this.nest.piece.places[1], base, lanes));
  }

  #place(at: Linear, base: number, lanes: Lanes) {
    const [address, offset] = this.nest.address(at, base, lanes);
    const addresses = Array<Code>(LANES).fill(address);
    return { address, addresses, offset, step: this.nest.step(at), count: lanes.count };
  }
}
