import {
  branch,
  type Code,
  type FunctionBuilder,
  i32,
  i32x4,
  type Local,
  loop,
  sequence,
} from "../assembler/mod.ts";
import { LANES, loadLanes } from "./lanes.ts";
import type { Linear } from "./linear.ts";
import { depthsOf, inOrder, inputsOf, type Node } from "./node.ts";
import { linearsOf, type Piece } from "./pieces.ts";
import { Pointers } from "./pointers.ts";
import { Statements } from "./statements.ts";

/** Four elements at once, or the fewer that are left at the end of a row. */
export interface Lanes {
  /** How many, 1 to 4. */
  readonly count: number;
  /** How many elements further than the counters say. */
  readonly shift: number;
}

/** How a piece is walked. */
export interface NestOptions {
  /** The loop that is walked four elements at once; the last one by default. -1: none. */
  readonly vector?: number;
}

/**
 * Writes loops over a piece. Values that don't change in an inner loop are computed outside of it: call
 * {@link enter} for each depth, which {@link loop} does for its own.
 */
export class Nest {
  /** The number of the loop that is walked four elements at once. */
  readonly vector: number;
  readonly pointers: Pointers;
  readonly #nodes: readonly Node[];
  readonly #depths: ReadonlyMap<Node, number>;
  /** Values that differ between the elements of a vector. */
  readonly #varying = new Set<Node>();
  readonly #locals = new Map<Node, Local>();
  /** The only nodes to compute; all if undefined. */
  #wanted?: ReadonlySet<Node>;

  constructor(readonly made: FunctionBuilder, readonly piece: Piece, options: NestOptions = {}) {
    const { extents, values } = piece;
    this.vector = options.vector ?? extents.length - 1;
    this.pointers = new Pointers(made, linearsOf(piece));
    this.#nodes = inOrder(values);
    this.#depths = depthsOf(values);
    for (const node of this.#nodes) {
      const moves = "at" in node && this.step(node.at) !== 0;
      if (moves || inputsOf(node).some((input) => this.#varying.has(input))) {
        this.#varying.add(node);
      }
    }
  }

  /** The value of a node whose depth was entered. */
  value(node: Node): Code {
    if (node.kind === "constant") return new Statements(this.made).word(node.word);
    return this.#locals.get(node)!.get;
  }

  /** Computes the values that change with the loop at a depth and no loop further in; -1: those that are constant. */
  enter(depth: number, lanes: Lanes = ALL): Code {
    const statements = new Statements(this.made);
    for (const node of this.#nodes) {
      if (node.kind === "constant" || this.#depths.get(node) !== depth) continue;
      if (this.#wanted && !this.#wanted.has(node)) continue;
      const local = this.#locals.get(node) ?? this.made.local("v128");
      this.#locals.set(node, local);
      statements.add(local.set(this.#compute(node, lanes, statements)));
    }
    return statements.code;
  }

  /** Writes what needs just some of the piece's values; loops inside compute no others. */
  only(values: readonly Node[], write: () => Code): Code {
    this.#wanted = new Set(inOrder(values));
    const code = write();
    this.#wanted = undefined;
    return code;
  }

  /**
   * Loop k around `body`, from first to last; pointers are then as before.
   * @param options `unroll`: vectors in a round, if k is walked by vectors. `within`: the lanes at hand, if not.
   */
  loop(k: number, body: (lanes: Lanes) => Code, { unroll = 1, within = ALL } = {}): Code {
    const extent = this.piece.extents[k];
    const inside = (lanes: Lanes) => sequence(this.enter(k, lanes), body(lanes));
    if (k !== this.vector) {
      return sequence(
        this.#repeat(extent, sequence(inside(within), this.pointers.advance(k, 1))),
        this.pointers.advance(k, -extent),
      );
    }
    const rounds = Math.floor(extent / (LANES * unroll));
    const vectors = Math.floor((extent - rounds * LANES * unroll) / LANES);
    const moved = rounds * LANES * unroll;
    const rest = extent % LANES;
    const shifts = (count: number) => Array.from({ length: count }, (_, i) => i * LANES);
    return sequence(
      this.#repeat(
        rounds,
        sequence(
          ...shifts(unroll).map((shift) => inside({ count: LANES, shift })),
          this.pointers.advance(k, LANES * unroll),
        ),
      ),
      ...shifts(vectors).map((shift) => inside({ count: LANES, shift })),
      rest > 0 ? inside({ count: rest, shift: vectors * LANES }) : [],
      this.pointers.advance(k, -moved),
    );
  }

  /** Address and offset of a word of memory that starts at `base`. */
  address(at: Linear, base: number, lanes: Lanes): readonly [address: Code, offset: number] {
    const offset = base + 4 * (at.constant + this.step(at) * lanes.shift);
    return [this.pointers.bytes(at), offset];
  }

  /** How far `at` moves with the loop that is walked four elements at once. */
  step(at: Linear): number {
    return at.factors[this.vector] ?? 0;
  }

  #repeat(times: number, body: Code): Code {
    if (times <= 1) return times === 1 ? body : [];
    const left = this.made.local("i32");
    return sequence(
      left.set(i32.const(times)),
      loop(body, left.increase(-1), branch(0, left.get)),
    );
  }

  #compute(node: Exclude<Node, { kind: "constant" }>, lanes: Lanes, statements: Statements): Code {
    switch (node.kind) {
      case "apply":
        return node.form(node.inputs.map((input) => this.value(input)), statements);
      case "counter": {
        const step = this.step(node.at);
        const start = i32x4.splat(this.pointers.count(node.at));
        const first = node.at.constant + step * lanes.shift;
        return i32x4.add(
          start,
          this.made.constant([first, first + step, first + 2 * step, first + 3 * step]),
        );
      }
      case "load":
        return this.#load(node, lanes, (address) => address);
      case "lookup":
        return this.#load(node, lanes, (address, lane) => {
          const row = i32.extract_lane(this.value(node.row), lane);
          return i32.add(address, i32.shl(row, i32.const(2)));
        });
    }
  }

  #load(
    node: Extract<Node, { kind: "load" | "lookup" }>,
    lanes: Lanes,
    addressOf: (address: Code, lane: number) => Code,
  ): Code {
    const [address, offset] = this.address(node.at, node.buffer.address, lanes);
    const first = addressOf(address, 0);
    const apart = node.kind === "lookup" && this.#varying.has(node.row);
    const addresses = [0, 1, 2, 3].map((lane) => apart ? addressOf(address, lane) : first);
    return loadLanes({ addresses, offset, step: this.step(node.at), count: lanes.count });
  }
}

/** Four elements. */
export const ALL: Lanes = { count: LANES, shift: 0 };
