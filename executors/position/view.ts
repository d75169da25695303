import type { Axes, PlanNode, View } from "./node.ts";

/** The view that shows a whole node. */
export function whole(node: PlanNode, axes: Axes): View {
  const { height, width, channels } = node;
  return { node, axes, start: [0, 0, 0], height, width, channels };
}

/** Whether a view shows all of its node. */
export function isWhole({ node, start, height, width, channels }: View): boolean {
  return start.every((at) => at === 0) && height === node.height && width === node.width &&
    channels === node.channels;
}

/** Position in the node of each position of the view, in raster order. */
export function nodePositions(view: View): Uint32Array {
  let positions = known.get(view);
  if (positions === undefined) {
    const { node, start: [row, column], height, width } = view;
    positions = new Uint32Array(height * width);
    for (let h = 0, position = 0; h < height; h++) {
      for (let w = 0; w < width; w++) positions[position++] = (row + h) * node.width + column + w;
    }
    known.set(view, positions);
  }
  return positions;
}

/** Cached by view, as planning reads them at every position. */
const known = new WeakMap<View, Uint32Array>();

/** Index in the node's channels-last values of the first channel of each position of the view. */
export function nodeOffsets(view: View): Uint32Array {
  return nodePositions(view).map((position) => position * view.node.channels + view.start[2]);
}
