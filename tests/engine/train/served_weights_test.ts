import { assertEquals } from "@std/assert";
import { servedWeights } from "../../../engine/train/served_weights.ts";

Deno.test("servedWeights() rounds to f16, twice as once, and leaves the codebook", () => {
  const values = Float32Array.of(1 / 3, -(2 ** -25), 1 + 2 ** -11, 0.1);
  const once = servedWeights(
    new Map([["prior.head.logits.weight", values], ["autoencoder.codebook.entries", values]]),
  );
  assertEquals(
    once.get("prior.head.logits.weight"),
    Float32Array.of(0.333251953125, -0, 1, 0.0999755859375),
  );
  assertEquals(once.get("autoencoder.codebook.entries"), values);
  assertEquals(servedWeights(once), once);
});
