import { assertEquals } from "@std/assert";
import { openModel } from "../../generation/model.ts";
import { openOrtSampler } from "../../bench/ort_naive_sampler.ts";
import { shippedBundle } from "../offline/export/shipped_bundle.ts";

Deno.test("openOrtSampler() draws the codes that the cached sampler draws", async () => {
  const { bundle } = await shippedBundle();
  const model = openModel(bundle);
  const sampler = await openOrtSampler(bundle);
  for (const seed of [0, 7, 11]) {
    const { codes } = model.sample({ seed, class: 0, temperature: 1, guidance: 1 });
    assertEquals(await sampler.sample(seed), codes);
  }
  await sampler.close();
});
