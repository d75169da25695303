import { type LocalNode, nodePositions, type View } from "./view.ts";

/** Positions of one node to compute, ascending. */
export interface Run {
  readonly node: LocalNode;
  readonly positions: Uint32Array;
}

/**
 * What to compute, in order, before the output at each position can be read: everything that it
 * depends on and that no earlier position needed.
 * @param nodes In topological order, the codes first.
 * @throws {TypeError} If the output at a position depends on a code at or after it.
 */
export function schedule(nodes: readonly LocalNode[], output: View): Run[][] {
  const known = new Map(nodes.map((node) => [node, new Uint8Array(node.height * node.width)]));
  const latest = latestCodes(nodes);
  return Array.from(nodePositions(output), (at, step) => {
    const last = latest.get(output.node)![at];
    if (last >= step) {
      throw new TypeError(
        `Cannot sample as an output must depend on earlier codes only: position ${step} reads code ${last}`,
      );
    }
    const missing = new Map<LocalNode, number[]>(nodes.map((node) => [node, []]));
    const need = (node: LocalNode, position: number) => {
      const done = known.get(node)!;
      if (done[position]) return;
      done[position] = 1;
      node.reads(position, need);
      missing.get(node)!.push(position);
    };
    need(output.node, at);
    return nodes
      .filter((node) => missing.get(node)!.length > 0)
      .map((node) => ({ node, positions: Uint32Array.from(missing.get(node)!).sort() }));
  });
}

/** The last code that each position of each node depends on, -1 if none. */
function latestCodes([codes, ...nodes]: readonly LocalNode[]): Map<LocalNode, Int32Array> {
  const size = codes.height * codes.width;
  const latest = new Map([[codes, Int32Array.from({ length: size }, (_, i) => i)]]);
  for (const node of nodes) {
    const own = new Int32Array(node.height * node.width).fill(-1);
    for (let position = 0; position < own.length; position++) {
      node.reads(position, (source, at) => {
        own[position] = Math.max(own[position], latest.get(source)![at]);
      });
    }
    latest.set(node, own);
  }
  return latest;
}
