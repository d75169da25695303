import { assert } from "@std/assert";
import { Builder } from "../../../../core/sampling/local/builder.ts";
import { schedule } from "../../../../core/sampling/local/schedule.ts";
import type { LocalNode } from "../../../../core/sampling/local/view.ts";
import { randomPrior, SMALL_PRIOR } from "../random_prior.ts";

const prior = randomPrior(SMALL_PRIOR, 1);
const builder = new Builder(prior.codes, prior.weights);
const output = builder.build(prior.logits);
const steps = schedule(builder.nodes, output);

Deno.test("schedule() computes the output at each position by its own step", () => {
  const done = new Set<number>();
  steps.forEach((runs, step) => {
    const own = runs.filter(({ node }) => node === output.node);
    own.forEach(({ positions }) => positions.forEach((position) => done.add(position)));
    assert(done.has(step));
  });
});

Deno.test("schedule() computes no value twice, and what a value reads before it", () => {
  const done = new Set<string>();
  const key = (node: LocalNode, position: number) => `${builder.nodes.indexOf(node)} ${position}`;
  for (const { node, positions } of steps.flat()) {
    for (const position of positions) {
      node.reads(position, (source, at) => {
        assert(source === builder.codes || done.has(key(source, at)));
      });
      assert(!done.has(key(node, position)));
      done.add(key(node, position));
    }
  }
});

Deno.test("schedule() reads no code before its step", () => {
  steps.forEach((runs, step) => {
    for (const { node, positions } of runs) {
      for (const position of positions) {
        node.reads(position, (source, at) => assert(source !== builder.codes || at < step));
      }
    }
  });
});

Deno.test("schedule() computes what reads the rows above for a whole row at once", () => {
  const { width } = SMALL_PRIOR.grid;
  const whole = steps[width].filter(({ positions }) =>
    String(positions) === String(Uint32Array.from({ length: width }, (_, i) => width + i))
  );
  // The vertical stack: at least convolution, bias and 1x1 convolution of each layer.
  assert(whole.length >= 3 * SMALL_PRIOR.layers);
});
