import { assertEquals } from "@std/assert";
import { percentile } from "../../bench/serving/percentile.ts";

Deno.test("percentile() is the value that a share of the values is not above", () => {
  const values = Array.from({ length: 200 }, (_, i) => 200 - i);
  assertEquals([0.5, 0.99, 1].map((share) => percentile(values, share)), [100, 198, 200]);
  assertEquals([percentile([7], 0.99), percentile([], 0.99)], [7, 0]);
});
