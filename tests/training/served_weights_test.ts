import { assertEquals } from "@std/assert";
import { servedWeights } from "../../training/served_weights.ts";

const VALUES = Float32Array.of(1 / 3, -(2 ** -25), 1 + 2 ** -11, 0.1);

Deno.test("servedWeights() rounds an autoencoder to f16 and leaves its codebook", () => {
  const weights = new Map([["encoder.down.0.weight", VALUES], ["codebook.entries", VALUES]]);
  const once = servedWeights("autoencoder", weights);
  assertEquals(
    once.get("encoder.down.0.weight"),
    Float32Array.of(0.333251953125, -0, 1, 0.0999755859375),
  );
  assertEquals(once.get("codebook.entries"), VALUES);
});

Deno.test("servedWeights() rounds a prior to five significant bits, ties to even", () => {
  const values = Float32Array.of(1 / 3, -0.1, 1 + 2 ** -5, 1 + 3 * 2 ** -5, 31.6, 0);
  const [weights] = servedWeights("prior", new Map([["head.logits.weight", values]])).values();
  assertEquals(
    weights,
    Float32Array.of(21 / 64, -26 / 256, 1, 1 + 2 ** -3, 32, 0),
  );
});

for (const stage of ["autoencoder", "prior"] as const) {
  Deno.test(`servedWeights("${stage}") rounds twice as once`, () => {
    const once = servedWeights(stage, new Map([["weight", VALUES]]));
    assertEquals(servedWeights(stage, once), once);
  });
}
