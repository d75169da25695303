import { assertThrows } from "@std/assert";
import { requireSame, testBlocks } from "../../../../executors/wasm/pointwise/test_blocks.ts";

Deno.test("testBlocks() finds nothing wrong with this version of V8", async () => {
  await testBlocks();
});

Deno.test("requireSame() names the op and the word that is wrong", () => {
  const words = Uint32Array.of(1, 2, 3);
  requireSame("tanh", words, words.slice());
  assertThrows(
    () => requireSame("tanh", words, Uint32Array.of(1, 5, 3)),
    Error,
    "Cannot train on this version of V8: expected word 5 of tanh, got 2",
  );
});
