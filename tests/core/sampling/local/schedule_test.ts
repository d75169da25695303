import { assert, assertEquals } from "@std/assert";
import { Builder } from "../../../../core/sampling/local/builder.ts";
import { schedule } from "../../../../core/sampling/local/schedule.ts";
import type { LocalNode } from "../../../../core/sampling/local/view.ts";
import { randomPrior, SMALL_PRIOR } from "../random_prior.ts";

const prior = randomPrior(SMALL_PRIOR, 1);
const builder = new Builder(prior.codes, prior.weights);
const output = builder.build(prior.logits);
const steps = schedule(builder.nodes, output);

Deno.test("schedule() computes the output at each position in its own step", () => {
  const last = steps.map((runs) => runs.at(-1)!);
  assert(last.every(({ node }) => node === output.node));
  assertEquals(last.map(({ positions }) => [...positions]), steps.map((_, step) => [step]));
});

Deno.test("schedule() computes no value twice, and what a value reads before it", () => {
  const done = new Set<string>();
  const key = (node: LocalNode, position: number) => `${builder.nodes.indexOf(node)} ${position}`;
  for (const { node, positions } of steps.flat()) {
    for (const position of positions) {
      node.reads(position, (source, at) => assert(done.has(key(source, at))));
      assert(!done.has(key(node, position)));
      done.add(key(node, position));
    }
  }
});

Deno.test("schedule() reads no code before its step", () => {
  steps.forEach((runs, step) => {
    const read = runs.find(({ node }) => node === builder.codes)?.positions ?? [];
    assert(read.every((position) => position < step));
  });
});
