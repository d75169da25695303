import { Unsupported } from "../../core/graph/mod.ts";
import {
  type ArgminNode,
  type ChannelSumNode,
  type ConvolutionNode,
  type ElementwiseNode,
  isView,
  type LookupNode,
  type Operand,
  type PlanNode,
  type Shared,
  type View,
} from "../position/node.ts";
import { BLOCK, packWeight } from "../position/pack_weight.ts";
import type { Run } from "../position/position_order.ts";
import { nodePositions } from "../position/view.ts";
import * as abi from "./abi.ts";
import { ELEMENTWISE, floatWord, instruction } from "./instructions.ts";
import { type Layout, pitchOf } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { packBias, packTable } from "./pack.ts";
import { tapGroups } from "./tap_groups.ts";

/** Writes the instructions of runs, and stores the weights that they read, each once. */
export class Emitter {
  readonly #machine: Machine;
  readonly #layout: Layout;
  readonly #packed = new Map<PlanNode | Shared, number>();
  readonly #bias = new Map<PlanNode, number>();

  constructor(machine: Machine, layout: Layout) {
    this.#machine = machine;
    this.#layout = layout;
  }

  /** Writes a list of instructions to memory. @returns Its address. */
  emit(runs: readonly Run[]): number {
    const words = runs.flatMap((run) => this.#instruction(run));
    words.push(abi.END);
    return this.#machine.store(Uint32Array.from(words));
  }

  #instruction({ node, positions }: Run): number[] {
    switch (node.kind) {
      case "input":
        return [];
      case "lookup":
        return this.#lookup(node, positions);
      case "convolution":
        return this.#convolution(node, positions);
      case "elementwise":
        return this.#elementwise(node, positions);
      case "argmin":
      case "channel_sum":
        return this.#overChannels(node, positions);
    }
  }

  #lookup(node: LookupNode, positions: Uint32Array): number[] {
    const table = this.#once(node, () => packTable(node));
    const pairs = this.#pairs(node, node.codes, positions);
    const words = [
      [abi.LOOKUP_TABLE_AT, table],
      [abi.LOOKUP_ROW_BYTES_AT, pitchOf(node)],
      [abi.LOOKUP_POSITIONS_AT, positions.length],
    ] as const;
    return instruction(abi.LOOKUP, { header: abi.LOOKUP_HEADER, words }, pairs);
  }

  #overChannels(node: ArgminNode | ChannelSumNode, positions: Uint32Array): number[] {
    const pairs = this.#pairs(node, node.source, positions);
    const words = [
      [abi.ROWS_CHANNELS_AT, node.source.channels],
      [abi.ROWS_POSITIONS_AT, positions.length],
    ] as const;
    const opcode = node.kind === "argmin" ? abi.ARGMIN : abi.CHANNEL_SUM;
    return instruction(opcode, { header: abi.ROWS_HEADER, words }, pairs);
  }

  #pairs(node: PlanNode, source: View, positions: Uint32Array): number[] {
    const from = this.#addresses(source);
    return Array.from(positions).flatMap((p) => [this.#layout.at(node, p, 0), from(p)]);
  }

  #convolution(node: ConvolutionNode, positions: Uint32Array): number[] {
    const { source, table, tapCount, rectified } = node;
    const weight = this.#once(node, () => packWeight(node));
    const from = this.#addresses(source);
    const tapBytes = source.channels * BLOCK * 4;
    const groups = tapGroups(table, positions).map(({ positions, taps }) => [
      positions.length,
      taps.length,
      ...positions.map((p) => this.#layout.at(node, p, 0)),
      ...taps.flatMap((tap) => [
        tap * tapBytes,
        ...positions.map((p) => {
          const place = placeOf(table, p, tap);
          return place === undefined ? this.#layout.zeros : from(place);
        }),
      ]),
    ]);
    const words = [
      [abi.CONVOLUTION_WEIGHT_AT, weight],
      [abi.CONVOLUTION_BIAS_AT, this.#biasOf(node)],
      [abi.CONVOLUTION_INPUTS_AT, source.channels],
      [abi.CONVOLUTION_BLOCKS_AT, Math.ceil(node.channels / BLOCK)],
      [abi.CONVOLUTION_BLOCK_BYTES_AT, tapCount * tapBytes],
      [abi.CONVOLUTION_GROUPS_AT, groups.length],
      [abi.CONVOLUTION_RECTIFIED_AT, rectified ? 1 : 0],
    ] as const;
    const header = abi.CONVOLUTION_HEADER;
    return instruction(abi.CONVOLUTION, { header, words }, groups.flat());
  }

  #elementwise(node: ElementwiseNode, positions: Uint32Array): number[] {
    const kind = ELEMENTWISE[node.op];
    if (kind instanceof Unsupported) throw kind.error(`write instructions for ${node.op}`);
    const [a, b = a] = node.operands;
    const [atA, atB] = [a, b].map((operand) => this.#operand(operand));
    const splat = isView(b) && b.channels !== node.channels;
    if (isView(a) && a.channels !== node.channels) {
      throw new TypeError(
        `Cannot emit ${node.op}: expected ${node.channels} channels on its first side, ` +
          `got ${a.channels}`,
      );
    }
    const ownA = isView(a) || a.tensor ? 1 : 0, ownB = isView(b) || b.tensor ? 1 : 0;
    const words = [
      [abi.ELEMENTWISE_FUNCTION_AT, kind],
      [abi.ELEMENTWISE_FOURS_AT, Math.ceil(node.channels / 4)],
      [abi.ELEMENTWISE_POSITIONS_AT, positions.length],
      [abi.ELEMENTWISE_FACTOR_AT, floatWord(node.factor)],
      [abi.ELEMENTWISE_OFFSET_AT, floatWord(node.offset)],
      [abi.ELEMENTWISE_OWN_A_AT, ownA],
      [abi.ELEMENTWISE_OWN_B_AT, ownB],
      [abi.ELEMENTWISE_SPLAT_B_AT, splat ? 1 : 0],
    ] as const;
    const entries = Array.from(positions)
      .flatMap((p) => [this.#layout.at(node, p, 0), atA(p), atB(p)]);
    return instruction(abi.ELEMENTWISE, { header: abi.ELEMENTWISE_HEADER, words }, entries);
  }

  #operand(operand: Operand): (position: number) => number {
    if (isView(operand)) return this.#addresses(operand);
    if (operand.tensor) return () => this.#layout.atShared(operand);
    const address = this.#once(operand, () => packBias(operand.values));
    return () => address;
  }

  /** Where each position of a view is. */
  #addresses(view: View): (position: number) => number {
    const positions = nodePositions(view);
    return (position) => this.#layout.at(view.node, positions[position], view.start[2]);
  }

  #biasOf(node: ConvolutionNode): number {
    let address = this.#bias.get(node);
    if (address === undefined) {
      address = this.#machine.store(packBias(node.bias ?? new Float32Array(node.channels)));
      this.#bias.set(node, address);
    }
    return address;
  }

  #once(key: PlanNode | Shared, pack: () => Float32Array): number {
    let address = this.#packed.get(key);
    if (address === undefined) this.#packed.set(key, address = this.#machine.store(pack()));
    return address;
  }
}

function placeOf(
  { starts, taps, places }: ConvolutionNode["table"],
  position: number,
  tap: number,
): number | undefined {
  for (let entry = starts[position]; entry < starts[position + 1]; entry++) {
    if (taps[entry] === tap) return places[entry];
  }
  return undefined;
}
