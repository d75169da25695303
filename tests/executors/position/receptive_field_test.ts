import { assertEquals } from "@std/assert";
import type { PlanNode } from "../../../executors/position/node.ts";
import { readsOf } from "../../../executors/position/reads.ts";
import { positionPlanOf } from "../../../executors/position/position_plan.ts";
import { nodePositions } from "../../../executors/position/view.ts";
import { randomPrior, SMALL_PRIOR } from "../../generation/random_prior.ts";

/** Share of the pairs q < p of which p reads q, by passing sets of codes along what each node reads. */
function seenShare(side: number, layers: number): number {
  const grid = { height: side, width: side };
  const prior = randomPrior(
    { ...SMALL_PRIOR, grid, channels: 1, firstKernel: 7, layers, classes: 0 },
    1,
  );
  const { nodes, input, output } = positionPlanOf(prior.logits, prior.codes, prior.weights);
  const words = Math.ceil(side * side / 32);
  const sets = new Map<PlanNode, Uint32Array>();
  for (const node of nodes) {
    const own = new Uint32Array(node.height * node.width * words);
    const reads = readsOf(node);
    for (let position = 0; position < node.height * node.width; position++) {
      if (node === input) own[position * words + (position >> 5)] = 1 << position % 32;
      reads(position, (source, at) => {
        const read = sets.get(source)!;
        for (let i = 0; i < words; i++) own[position * words + i] |= read[at * words + i];
      });
    }
    sets.set(node, own);
  }
  const read = sets.get(output.node)!;
  let seen = 0;
  for (const position of nodePositions(output)) {
    for (let word of read.subarray(position * words, (position + 1) * words)) {
      for (; word !== 0; word &= word - 1) seen++;
    }
  }
  return seen / (side * side * (side * side - 1) / 2);
}

for (
  const [side, after, share] of [
    [7, 2, "0.9184"],
    [8, 5, "1.0000"],
    [28, 5, "0.2646"],
    [28, 7, "0.3709"],
    [28, 15, "0.7833"],
  ] as const
) {
  Deno.test(`readsOf() of a prior reaches ${share} of the earlier codes on ${side}x${side} after 1 + ${after} layers`, () => {
    assertEquals(seenShare(side, after + 1).toFixed(4), share);
  });
}
