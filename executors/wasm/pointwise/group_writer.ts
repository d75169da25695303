import {
  type Code,
  type FunctionBuilder,
  i32,
  type Local,
  type ModuleBuilder,
  sequence,
} from "../assembler/mod.ts";
import type { Buffer } from "../compiled/task.ts";
import { once } from "../products/once.ts";
import { type BlockCall, type BlockedPiece, type Staged, stagesOf } from "./blocked_piece.ts";
import { blockFunction } from "./blocks.ts";
import { storeLanes } from "./lanes.ts";
import { type Lanes, Nest } from "./nest.ts";
import type { Node } from "./node.ts";
import type { Group } from "./piece_groups.ts";
import { sizeOfPiece } from "./pieces.ts";
import { countersAt, forRounds } from "./units.ts";

/** Where values go, and memory for blocks. */
export interface Targets {
  /** Of each value of a piece. */
  readonly outputs: readonly Buffer[];
  /** Address. */
  readonly scratch: number;
}

/** Writes loops over groups of pieces that store their values. */
export class GroupWriter {
  constructor(
    readonly module: ModuleBuilder,
    readonly made: FunctionBuilder,
    readonly targets: Targets,
  ) {}

  /** The code of a group's units. @param start Number of the first. */
  write(group: Group, start: number): Code {
    return forRounds(this.made, group, start, {
      body: (round) =>
        sequence(...group.pieces.map((piece) => this.#round(piece, group.outer, round))),
    });
  }

  #round(piece: BlockedPiece, outer: number, round: Local): Code {
    const staged = stagesOf(piece, this.targets.scratch);
    const inputs = staged.stages.flat().flatMap(({ input, numbers }) => [input, ...numbers]);
    const values = [...staged.values, ...inputs];
    const places = [...piece.places, staged.index];
    const nest = new Nest(this.made, { extents: piece.extents, values, places });
    const counters = countersAt(round.get, piece.extents.slice(0, outer));
    const inner = piece.blockLoops === 0 ? outer : piece.extents.length - piece.blockLoops;
    const block = () => this.#block(nest, inner, staged);
    const walk = (k: number): Code => k === inner ? block() : nest.loop(k, () => walk(k + 1));
    return sequence(
      nest.pointers.start(new Map(counters.entries())),
      ...counters.map((_, depth) => nest.enter(depth - 1)),
      nest.enter(outer - 1),
      walk(outer),
    );
  }

  /** The loops from `first` on: once for each stage, and once more. */
  #block(nest: Nest, first: number, { stages, values, index }: Staged): Code {
    const { extents, places: [at] } = nest.piece;
    const rows = (k: number, store: (lanes: Lanes) => Code): Code =>
      nest.loop(k, (lanes) => k < extents.length - 1 ? rows(k + 1, store) : store(lanes));
    const count = sizeOfPiece({ extents: extents.slice(first) });
    const stage = (calls: readonly BlockCall[]) =>
      sequence(
        nest.only(calls.map(({ input }) => input), () =>
          rows(first, (lanes) =>
            sequence(...calls.map(({ input, block }) =>
              storeValue(nest, input, { at: index, base: block.address, lanes })
            )))),
        ...calls.map((call) =>
          this.#call(nest, call, count)
        ),
      );
    const store = (lanes: Lanes) =>
      sequence(
        ...this.targets.outputs.map((out, i) =>
          storeValue(nest, values[i], { at, base: out.address, lanes })
        ),
      );
    return sequence(...stages.map(stage), nest.only(values, () => rows(first, store)));
  }

  #call(nest: Nest, { op, numbers, block }: BlockCall, count: number): Code {
    const shape = { op, numbers: numbers.length, address: block.address };
    const scalars = numbers.map((it) => i32.extract_lane(nest.value(it), 0));
    return once(this.module, blockFunction, shape).call(i32.const(count), ...scalars);
  }
}

function storeValue(
  nest: Nest,
  value: Node,
  { at, base, lanes }: { at: Nest["piece"]["places"][number]; base: number; lanes: Lanes },
): Code {
  const [address, offset] = nest.address(at, base, lanes);
  const step = nest.step(at);
  return storeLanes(nest.value(value), { address, offset, step, count: lanes.count });
}
