import { assertEquals } from "@std/assert";
import { CODEBOOK_WEIGHT } from "../../core/bundle/mod.ts";
import { CODEBOOK_PARAMETER, WEIGHT_PREFIX } from "../../models/contract.ts";

Deno.test("a codec's codebook goes by the name that bundles store it under", () => {
  assertEquals(WEIGHT_PREFIX.codec + CODEBOOK_PARAMETER, CODEBOOK_WEIGHT);
});

Deno.test("WEIGHT_PREFIX keeps the names of the first bundles", () => {
  assertEquals(WEIGHT_PREFIX, { codec: "autoencoder.", prior: "prior." });
});
