import { assertEquals } from "@std/assert";
import { servedWeights } from "../../training/served_weights.ts";

const VALUES = Float32Array.of(1 / 3, -(2 ** -25), 1 + 2 ** -11, 0.1);

Deno.test("servedWeights() rounds to f16 and leaves a codebook", () => {
  const weights = new Map([["encoder.down.0.weight", VALUES], ["codebook.entries", VALUES]]);
  const once = servedWeights(weights);
  assertEquals(
    once.get("encoder.down.0.weight"),
    Float32Array.of(0.333251953125, -0, 1, 0.0999755859375),
  );
  assertEquals(once.get("codebook.entries"), VALUES);
});

Deno.test("servedWeights() rounds to fewer significant bits, ties to even", () => {
  const values = Float32Array.of(1 / 3, -0.1, 1 + 2 ** -5, 1 + 3 * 2 ** -5, 31.6, 0);
  const [weights] = servedWeights(new Map([["head.logits.weight", values]]), 5).values();
  assertEquals(
    weights,
    Float32Array.of(21 / 64, -26 / 256, 1, 1 + 2 ** -3, 32, 0),
  );
});

for (const bits of [undefined, 5]) {
  Deno.test(`servedWeights() to ${bits ?? "f16's"} bits rounds twice as once`, () => {
    const once = servedWeights(new Map([["weight", VALUES]]), bits);
    assertEquals(servedWeights(once, bits), once);
  });
}
