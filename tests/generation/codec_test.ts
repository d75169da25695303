import { assertEquals } from "@std/assert";
import { NearestSearch } from "../../generation/codec.ts";
import { modelValues } from "../../generation/model_values.ts";
import { Random } from "../../core/random/random.ts";
import { randomBundle } from "./random_bundle.ts";

Deno.test("NearestSearch.find() gives the same for any number of vectors at a time", () => {
  const bundle = randomBundle();
  const random = new Random(3);
  const vectors = new Float32Array(3 * 17).map(() => random.normal());
  const find = (maxElements?: number) => {
    return new NearestSearch(bundle.graphs.nearest!, modelValues(bundle), maxElements)
      .find(vectors, 3);
  };
  const whole = find();
  assertEquals(whole.indices.length, 17);
  for (const maxElements of [1, 150, 300]) assertEquals(find(maxElements), whole);
});
