import { assert } from "@std/assert";
import type { PlanNode } from "../../../executors/position/node.ts";
import { readsOf } from "../../../executors/position/reads.ts";
import { positionPlanOf } from "../../../executors/position/position_plan.ts";
import { positionOrder, wholeGrid } from "../../../executors/position/position_order.ts";
import { randomPrior, SMALL_PRIOR } from "../../generation/random_prior.ts";

const prior = randomPrior(SMALL_PRIOR, 1);
const plan = positionPlanOf(prior.logits, prior.codes, prior.weights);
const { nodes, input, output } = plan;
const steps = positionOrder(plan);

Deno.test("positionOrder() computes the output at each position by its own step", () => {
  const done = new Set<number>();
  steps.forEach((runs, step) => {
    const own = runs.filter(({ node }) => node === output.node);
    own.forEach(({ positions }) => positions.forEach((position) => done.add(position)));
    assert(done.has(step));
  });
});

Deno.test("positionOrder() computes no value twice, and what a value reads before it", () => {
  const done = new Set<string>();
  const key = (node: PlanNode, position: number) => `${nodes.indexOf(node)} ${position}`;
  for (const { node, positions } of steps.flat()) {
    for (const position of positions) {
      readsOf(node)(position, (source, at) => {
        assert(source === input || done.has(key(source, at)));
      });
      assert(!done.has(key(node, position)));
      done.add(key(node, position));
    }
  }
});

Deno.test("positionOrder() reads no code before its step", () => {
  steps.forEach((runs, step) => {
    for (const { node, positions } of runs) {
      for (const position of positions) {
        readsOf(node)(position, (source, at) => assert(source !== input || at < step));
      }
    }
  });
});

Deno.test("positionOrder() computes what reads the rows above for a whole row at once", () => {
  const { width } = SMALL_PRIOR.grid;
  const whole = steps[width].filter(({ positions }) =>
    String(positions) === String(Uint32Array.from({ length: width }, (_, i) => width + i))
  );
  // The vertical stack: at least convolution, bias and 1x1 convolution of each layer.
  assert(whole.length >= 3 * SMALL_PRIOR.layers);
});

Deno.test("wholeGrid() computes every position that positionOrder() does, in one go", () => {
  const count = (runs: { positions: Uint32Array }[]) =>
    runs.reduce((sum, { positions }) => sum + positions.length, 0);
  assert(count(wholeGrid(plan)) === count(steps.flat()));
});
