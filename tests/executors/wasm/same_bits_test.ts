import { assertEquals } from "@std/assert";
import { trainingDigest } from "../../support/training_digest.ts";

for (const stage of ["codec", "prior"] as const) {
  Deno.test(`the ${stage} has the same weights after 20 steps in 1, 2 and 4 threads`, async () => {
    const [one, two, four] = await Promise.all(
      [1, 2, 4].map((threads) => trainingDigest(stage, { steps: 20, threads })),
    );
    assertEquals([two, four], [one, one]);
  });
}
