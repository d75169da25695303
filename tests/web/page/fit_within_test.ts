import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { fitWithin } from "../../../web/page/fit_within.ts";

const side = fc.integer({ min: 1, max: 100_000 });

Deno.test("fitWithin() leaves a size alone that fits", () => {
  assertEquals(fitWithin({ width: 4096, height: 1 }, 4096), { width: 4096, height: 1 });
  assertEquals(fitWithin({ width: 0, height: 0 }, 4096), { width: 0, height: 0 });
});

Deno.test("fitWithin() makes the longer side fit and keeps proportions to half a pixel", () => {
  fc.assert(
    fc.property(side, side, (width, height) => {
      fc.pre(Math.max(width, height) > 4096);
      const fit = fitWithin({ width, height }, 4096);
      assertEquals(Math.max(fit.width, fit.height), 4096);
      const factor = 4096 / Math.max(width, height);
      assert(fit.width === 1 || Math.abs(fit.width - width * factor) <= 0.5);
      assert(fit.height === 1 || Math.abs(fit.height - height * factor) <= 0.5);
      assert(fit.width >= 1 && fit.height >= 1);
    }),
    { numRuns: 200, seed: 1 },
  );
});
