import {
  type Code,
  f32x4,
  forEach,
  type FunctionBuilder,
  i32,
  type Local,
  sequence,
  v128,
} from "../assembler/mod.ts";
import { acrossLanes, firstLanes, LANES, loadLanes, storeLanes } from "./lanes.ts";
import type { Linear } from "./linear.ts";
import { type Lanes, Nest } from "./nest.ts";
import { isKept, type ReducePlan } from "./reduce_plan.ts";
import { forRounds } from "./units.ts";

/** Rows that are longer are added up in four sums, so that one addition need not wait for the last. */
const SHORT_ROW = 64;

/** Where sums go. */
export interface SumsAt {
  /** Number of the plan's first unit. */
  readonly start: number;
  /** Address of the sums. */
  readonly out: number;
  /** Words from one unit's sums to the next's, where each unit has a part of each; else 0. */
  readonly size: number;
  /** Address of memory for sums that aren't complete. */
  readonly scratch: number;
}

/** Bytes of the sums that a unit or a round keeps until they are complete. */
export function slotBytesOf(plan: ReducePlan): number {
  if (isDirect(plan)) return 0;
  const { words, count } = slotsOf(plan);
  return 4 * Math.ceil(words * count / LANES) * LANES;
}

/** The loops inside a round that go from sum to sum. */
function keptLoops({ piece, outer }: ReducePlan): number[] {
  return piece.extents.flatMap((_, k) => k >= outer && isKept(piece, k) ? [k] : []);
}

/** Whether each sum is complete after the loops inside the last one that goes from sum to sum. */
function isDirect(plan: ReducePlan): boolean {
  const last = keptLoops(plan).at(-1) ?? -1;
  const within = plan.piece.extents.slice(plan.outer, Math.max(0, last));
  return !plan.parts && within.every((_, i) => isKept(plan.piece, i + plan.outer));
}

/** Sums that aren't complete: one word each if lanes go from sum to sum, else four. */
function slotsOf(plan: ReducePlan): { words: number; count: number; at: Linear } {
  const { extents } = plan.piece;
  const words = isKept(plan.piece, extents.length - 1) ? 1 : LANES;
  const factors = new Array<number>(extents.length).fill(0);
  let count = 1;
  for (const k of keptLoops(plan).toReversed()) {
    factors[k] = count * words;
    count *= extents[k];
  }
  return { words, count, at: { constant: 0, factors } };
}

/** The code of a plan's units. */
export function writeReduction(made: FunctionBuilder, plan: ReducePlan, sums: SumsAt): Code {
  const { piece, outer, parts } = plan;
  const slots = slotsOf(plan);
  const direct = isDirect(plan);
  const nest = new Nest(made, { ...piece, places: [...piece.places, slots.at] });
  const round = (counter: Local) =>
    sequence(
      nest.pointers.start(outer === 1 ? new Map([[0, counter.get]]) : new Map()),
      nest.enter(-1),
      outer === 1 ? nest.enter(0) : [],
      new Adder(made, plan, nest, sums).add(),
    );
  if (direct) return forRounds(made, plan, sums.start, { body: round });
  const clear = () => clearWords(made, sums.scratch, slotBytesOf(plan));
  if (parts) {
    return forRounds(made, plan, sums.start, {
      before: clear,
      body: round,
      after: (unit) => writeSums(made, plan, { ...sums, counter: unit }),
    });
  }
  return forRounds(made, plan, sums.start, {
    body: (counter) =>
      sequence(clear(), round(counter), writeSums(made, plan, { ...sums, counter })),
  });
}

/** Adds the elements of a round. */
class Adder {
  readonly #last: number;
  readonly #lastKept: number;
  readonly #lanesAdd: boolean;
  readonly #direct: boolean;
  readonly #sums: readonly Local[];

  constructor(
    made: FunctionBuilder,
    readonly plan: ReducePlan,
    readonly nest: Nest,
    readonly at: SumsAt,
  ) {
    const { extents } = plan.piece;
    this.#last = extents.length - 1;
    this.#lastKept = keptLoops(plan).at(-1) ?? -1;
    this.#lanesAdd = !isKept(plan.piece, this.#last);
    this.#direct = isDirect(plan);
    this.#sums = this.#lanesAdd ? made.locals("v128", extents[this.#last] < SHORT_ROW ? 1 : 4) : [];
  }

  add(): Code {
    const { outer } = this.plan;
    const alone = this.#lanesAdd && this.#lastKept < outer;
    return alone ? this.#complete(this.#walk(outer)) : this.#walk(outer);
  }

  #walk(k: number): Code {
    if (k === this.#last) {
      const unroll = this.#lanesAdd ? this.#sums.length : 1;
      return this.nest.loop(
        k,
        (lanes) => this.#lanesAdd ? this.#addLanes(lanes) : this.#keepLanes(lanes),
        { unroll },
      );
    }
    return this.nest.loop(k, () => {
      const inner = this.#walk(k + 1);
      return this.#lanesAdd && k === this.#lastKept ? this.#complete(inner) : inner;
    });
  }

  /** Adds a vector of elements of one sum to one of its sums. */
  #addLanes({ count, shift }: Lanes): Code {
    const sum = this.#sums[(shift / LANES) % this.#sums.length];
    const value = this.nest.value(this.nest.piece.values[0]);
    return sum.set(f32x4.add(sum.get, firstLanes(value, count, 0)));
  }

  /** Adds elements of as many sums. */
  #keepLanes(lanes: Lanes): Code {
    const { values, places: [out, slot] } = this.nest.piece;
    const value = this.nest.value(values[0]);
    const [target, base] = this.#direct ? [out, this.at.out] : [slot, this.at.scratch];
    const [address, offset] = this.nest.address(target, base, lanes);
    const at = { address, offset, step: this.nest.step(target), count: lanes.count };
    const before = loadLanes({ ...at, addresses: Array(LANES).fill(address) });
    return storeLanes(this.#direct ? value : f32x4.add(before, value), at);
  }

  /** Statements that make a sum in lanes, from nothing to where it is kept. */
  #complete(adding: Code): Code {
    const [a, ...others] = this.#sums;
    const zero = this.#sums.map((it) => it.set(f32x4.const(0)));
    const all = others.length === 0
      ? a.get
      : f32x4.add(f32x4.add(a.get, others[0].get), f32x4.add(others[1].get, others[2].get));
    return sequence(...zero, adding, a.set(all), this.#keep(a));
  }

  #keep(sum: Local): Code {
    const { places: [out, slot] } = this.nest.piece;
    const lanes = { count: 1, shift: 0 };
    if (this.#direct) {
      const [address, offset] = this.nest.address(out, this.at.out, lanes);
      return sequence(
        sum.set(acrossLanes(sum, f32x4.add)),
        v128.store32_lane(address, sum.get, 0, offset),
      );
    }
    const [address, offset] = this.nest.address(slot, this.at.scratch, lanes);
    return v128.store(address, f32x4.add(v128.load(address, offset), sum.get), offset);
  }
}

function clearWords(made: FunctionBuilder, address: number, bytes: number): Code {
  const at = made.local("i32");
  return forEach(
    at,
    { to: i32.const(bytes), step: 16 },
    v128.store(at.get, f32x4.const(0), address),
  );
}

/** Copies sums from where they were kept to where they go. @param counter Of the unit, or of the round. */
function writeSums(
  made: FunctionBuilder,
  plan: ReducePlan,
  { counter, start, out, size, scratch }: SumsAt & { counter: Local },
): Code {
  const { piece, outer, parts } = plan;
  const slots = slotsOf(plan);
  const kept = keptLoops(plan);
  const [sum] = piece.places;
  // Loop 0 is that of the counter.
  const from = (
    factors: readonly number[],
    first: number,
  ) => [first, ...kept.map((k) => factors[k])];
  const step = parts ? size : outer === 1 ? sum.factors[0] : 0;
  const nest = new Nest(made, {
    extents: [1, ...kept.map((k) => piece.extents[k])],
    values: [],
    places: [
      { constant: sum.constant + (parts ? start * size : 0), factors: from(sum.factors, step) },
      { constant: 0, factors: from(slots.at.factors, 0) },
    ],
  }, { vector: slots.words === 1 ? kept.length : -1 });
  const walk = (k: number): Code =>
    k <= kept.length
      ? nest.loop(k, (lanes) => k === kept.length ? copy(lanes) : walk(k + 1))
      : copy({ count: 1, shift: 0 });
  const copy = (lanes: Lanes): Code => {
    const [to, toOffset] = nest.address(nest.piece.places[0], out, lanes);
    const [address, offset] = nest.address(nest.piece.places[1], scratch, lanes);
    if (slots.words === LANES) {
      const value = made.local("v128");
      return sequence(
        value.set(v128.load(address, offset)),
        v128.store32_lane(to, acrossLanes(value, f32x4.add), 0, toOffset),
      );
    }
    const addresses = Array(LANES).fill(address);
    const value = loadLanes({ addresses, offset, step: 1, count: lanes.count });
    return storeLanes(value, { address: to, offset: toOffset, step: 1, count: lanes.count });
  };
  return sequence(nest.pointers.start(new Map([[0, counter.get]])), walk(1));
}
