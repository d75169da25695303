import { assert, assertEquals } from "@std/assert";
import { runExample } from "./run_example.ts";

Deno.test("examples/add_an_op.ts makes an op and a composition that agree, and so do their gradients", async () => {
  const [values, ...differences] = await runExample("add_an_op.ts");
  assertEquals(values, "softplus 0.0000 0.3133 0.9741 2.1269 20.0000");
  assertEquals(differences.length, 3);
  // A difference quotient in f32 has some four digits.
  for (const line of differences) assert(Number(line.split(" ").at(-1)) < 1e-4, line);
});
