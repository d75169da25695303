import type { Values } from "../../graph/mod.ts";

/** One tensor of a one-image graph, kept channels-last and computed position by position. */
export interface LocalNode {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** `[height][width][channels]`; a position holds what it was last computed to. */
  readonly values: Values;
  /** Tells which positions of which nodes `position` is computed from. */
  reads(position: number, visit: (source: LocalNode, position: number) => void): void;
  /** Computes all channels of some positions. */
  compute(positions: Uint32Array): void;
}

/** A box of a node: what slices and transposes make without moving a value. */
export interface View {
  readonly node: LocalNode;
  /** Order of the tensor's axes: `[n, c, h, w]`, `[n, h, w, c]` or `[n, h, w]`. */
  readonly axes: "nchw" | "nhwc" | "nhw";
  /** First row, column and channel in the node. */
  readonly start: readonly [row: number, column: number, channel: number];
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The view that shows a whole node. */
export function whole(node: LocalNode, axes: View["axes"]): View {
  const { height, width, channels } = node;
  return { node, axes, start: [0, 0, 0], height, width, channels };
}

/** Position in the node of each position of the view, in raster order. */
export function nodePositions({ node, start, height, width }: View): Uint32Array {
  return Uint32Array.from({ length: height * width }, (_, position) => {
    const row = start[0] + Math.floor(position / width);
    return row * node.width + start[1] + position % width;
  });
}

/** Index in the node's values of the first channel of each position of the view. */
export function nodeOffsets(view: View): Uint32Array {
  return nodePositions(view).map((position) => position * view.node.channels + view.start[2]);
}
