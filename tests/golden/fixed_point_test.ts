import { assert, assertEquals } from "@std/assert";
import { loadBundle } from "../../core/bundle/mod.ts";
import { FixedPointSampler } from "../../generation/fixed_point_sampler.ts";
import { priorShape } from "../../generation/prior.ts";
import { openOrtPass } from "../../bench/fixed_point.ts";
import { openOrtSampler } from "../../bench/ort_naive_sampler.ts";
import { SHIPPED } from "../support/golden.ts";

const SEEDS = 100;

Deno.test("FixedPointSampler draws of the shipped bundle what is drawn position by position, in half as many passes", async () => {
  const bundle = await loadBundle((name) => Deno.readFile(new URL(name, SHIPPED)), { id: "mnist" });
  const { pass, close } = await openOrtPass(bundle);
  const oneByOne = await openOrtSampler(bundle);
  const sampler = new FixedPointSampler(priorShape(bundle.manifest), pass);
  const counts: number[] = [];
  for (let seed = 0; seed < SEEDS; seed++) {
    const request = { seed, temperature: 1, guidance: 1, class: 0 };
    const { grids: [{ codes }], passes } = await sampler.sampleAll([request]);
    assertEquals(codes, await oneByOne.sample(seed));
    counts.push(passes);
  }
  await close();
  await oneByOne.close();
  const median = counts.toSorted((a, b) => a - b)[SEEDS / 2];
  assert(median <= 24, `${median} passes`);
});
