import { assertEquals, assertInstanceOf, assertStringIncludes } from "@std/assert";
import { packBundle, packCodebook } from "../../../core/bundle/mod.ts";
import { DESCRIPTION, packExample, PARTS } from "./example_bundle.ts";

Deno.test("packBundle() gives the same bytes for the same parts", async () => {
  assertEquals(await packExample(), await packExample());
});

Deno.test("packBundle() refuses a description that is no manifest's", async () => {
  const description = { ...DESCRIPTION, id: "Not an id" };
  const error = await packBundle({ ...PARTS, description }).catch((error) => error);
  assertInstanceOf(error, TypeError);
  assertStringIncludes(error.message, "[id]");
});

Deno.test("packBundle() refuses weights that F16 cannot hold", async () => {
  const weights = new Map([["w", { shape: [1], values: Float32Array.of(70000) }]]);
  const error = await packBundle({ ...PARTS, weights }).catch((error) => error);
  assertInstanceOf(error, RangeError);
  assertStringIncludes(error.message, '"w": expected finite values');
});

Deno.test("packCodebook() refuses entries that do not fill the codebook", () => {
  let message = "";
  try {
    packCodebook(new Float32Array(5), { size: 3, dim: 2 });
  } catch (error) {
    message = (error as Error).message;
  }
  assertStringIncludes(message, '"codebook" has 5 elements for [3,2]');
});
