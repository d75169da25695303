import { assertAlmostEquals } from "@std/assert";
import { costOfMillion, PRICES } from "../../bench/serving/cost.ts";

const [WORKERS, DEPLOY] = PRICES;

// The provider's own example: 100 million requests of 7 ms cost $40.40, with $3.60 of it included.
Deno.test("costOfMillion() agrees with the example on the pricing page of Cloudflare Workers", () => {
  const million = costOfMillion(WORKERS, { cpuMs: 7, bytes: 1000 });
  assertAlmostEquals(million * 100, 40.4 + 3.6, 1e-9);
});

Deno.test("costOfMillion() adds requests, CPU time and traffic", () => {
  const million = costOfMillion(DEPLOY, { cpuMs: 3.6, bytes: 2000 });
  assertAlmostEquals(million, 2 + 0.05 + 1, 1e-9);
});
