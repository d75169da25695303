import { assertEquals } from "@std/assert";
import { RECIPES } from "../../models/recipes.ts";
import { adamOptions, learningRateOf } from "../../training/optimisation.ts";

const { optimisation } = RECIPES.get("mnist")!.codec;

Deno.test("learningRateOf() never warms up for more than a quarter of the steps", () => {
  assertEquals(learningRateOf(optimisation).warmup, optimisation.warmup);
  assertEquals(learningRateOf({ ...optimisation, steps: 10 }), {
    warmup: 2,
    total: 10,
    final: optimisation.finalRate,
  });
});

Deno.test("adamOptions() has the paper's betas", () => {
  const { beta1, beta2, epsilon, rate } = adamOptions(optimisation);
  assertEquals([beta1, beta2, epsilon, rate], [0.9, 0.999, 1e-8, optimisation.rate]);
});
