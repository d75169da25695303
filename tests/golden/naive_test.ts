import { assertEquals } from "@std/assert";
import { loadBundle } from "../../core/bundle/mod.ts";
import { openModel } from "../../generation/model.ts";
import { bundlePrior } from "../../generation/prior.ts";
import { SHIPPED } from "../support/golden.ts";
import { naiveSampler } from "../generation/random_prior.ts";

Deno.test("The plain TypeScript executor draws from the shipped bundle what naive passes draw, and its exact likelihood", async () => {
  const bundle = await loadBundle((name) => Deno.readFile(new URL(name, SHIPPED)), { id: "mnist" });
  const model = openModel(bundle);
  const naive = naiveSampler(bundlePrior(bundle));
  for (const [seed, guidance] of [[7, 1], [8, 2]]) {
    const request = { seed, class: seed % 10, temperature: 1, guidance };
    const { codes, logLikelihood } = naive.sample(request);
    assertEquals(model.sample(request), { codes, logLikelihood, class: request.class });
  }
});
