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
import { ELEMENTWISE, floatWord, instruction, OPCODE } from "./instructions.ts";
import { type Layout, pitchOf } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { packBias, packTable } from "./pack.ts";
import { tapGroups } from "./tap_groups.ts";

/** Writes the instructions of runs, and puts the weights they read into memory, once. */
export class Emitter {
  readonly #machine: Machine;
  readonly #layout: Layout;
  readonly #packed = new Map<PlanNode | Shared, number>();
  readonly #bias = new Map<PlanNode, number>();

  constructor(machine: Machine, layout: Layout) {
    this.#machine = machine;
    this.#layout = layout;
  }

  /** A program in memory. @returns Its address. */
  program(runs: readonly Run[]): number {
    const words = runs.flatMap((run) => this.#instruction(run));
    words.push(OPCODE.end);
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
    return instruction(OPCODE.lookup, [table, pitchOf(node), positions.length, ...pairs]);
  }

  #overChannels(node: ArgminNode | ChannelSumNode, positions: Uint32Array): number[] {
    const pairs = this.#pairs(node, node.source, positions);
    return instruction(OPCODE[node.kind], [node.source.channels, positions.length, ...pairs]);
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
    return instruction(OPCODE.convolution, [
      weight,
      this.#biasOf(node),
      source.channels,
      Math.ceil(node.channels / BLOCK),
      tapCount * tapBytes,
      groups.length,
      rectified ? 1 : 0,
      0,
      ...groups.flat(),
    ]);
  }

  #elementwise(node: ElementwiseNode, positions: Uint32Array): number[] {
    const kind = ELEMENTWISE[node.op];
    if (kind instanceof Unsupported) throw kind.error(`write instructions for ${node.op}`);
    const [a, b = a] = node.operands;
    const [atA, atB] = [a, b].map((operand) => this.#operand(operand));
    const splat = isView(b) && b.channels !== node.channels;
    if (isView(a) && a.channels !== node.channels) {
      throw new TypeError(`Cannot emit ${node.op} as only its second side may have one channel`);
    }
    const ownA = isView(a) || a.tensor ? 1 : 0, ownB = isView(b) || b.tensor ? 1 : 0;
    return instruction(OPCODE.elementwise, [
      kind,
      Math.ceil(node.channels / 4),
      positions.length,
      floatWord(node.factor),
      floatWord(node.offset),
      ownA,
      ownB,
      splat ? 1 : 0,
      0,
      0,
      ...Array.from(positions).flatMap((p) => [this.#layout.at(node, p, 0), atA(p), atB(p)]),
    ]);
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
