import { assertAlmostEquals, assertEquals } from "@std/assert";
import { heatOf, likelihoodText } from "../../../web/studio/heat.ts";

Deno.test("heatOf() shows a blind guess in the middle of the scale", () => {
  const { shares, total } = heatOf(Float64Array.of(-Math.log(32), 0, -100), 32);
  assertAlmostEquals(shares[0], 0.5);
  assertEquals([shares[1], shares[2]], [0, 1]);
  assertAlmostEquals(total, -Math.log(32) - 100);
});

Deno.test("likelihoodText() tells nats, and bits as what it takes to tell the codes", () => {
  assertEquals(likelihoodText(-10 * Math.LN2), "−6.9 nats, 10.0 bits");
  assertEquals(likelihoodText(-0.01), "0.0 nats, 0.0 bits");
});
