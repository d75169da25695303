import { assertEquals } from "@std/assert";
import { fuse } from "../../../executors/position/fuse.ts";
import { positionPlanOf } from "../../../executors/position/position_plan.ts";
import { randomPrior, SMALL_PRIOR } from "../../generation/random_prior.ts";

const prior = randomPrior(SMALL_PRIOR, 1);
const plan = positionPlanOf(prior.logits, prior.codes, prior.weights);
const fused = fuse(plan);
const count = (nodes: typeof plan.nodes, op: string) =>
  nodes.filter((node) => node.kind === "elementwise" && node.op === op).length;

Deno.test("fuse() makes one gate of each tanh and sigmoid", () => {
  assertEquals(count(plan.nodes, "tanh"), 2 * SMALL_PRIOR.layers - 1);
  assertEquals(count(fused.nodes, "gate"), 2 * SMALL_PRIOR.layers - 1);
  assertEquals([count(fused.nodes, "tanh"), count(fused.nodes, "sigmoid")], [0, 0]);
});

Deno.test("fuse() gives every convolution of a prior its bias", () => {
  const convolutions = fused.nodes.filter((node) => node.kind === "convolution");
  assertEquals(convolutions.length, plan.nodes.filter(({ kind }) => kind === "convolution").length);
  assertEquals(convolutions.filter(({ bias }) => bias === undefined), []);
});

Deno.test("fuse() rectifies the hidden layer where it is computed", () => {
  // The relu before it reads a sum of the residual stack, which is no convolution.
  assertEquals([count(plan.nodes, "relu"), count(fused.nodes, "relu")], [2, 1]);
});
