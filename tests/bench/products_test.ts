import { assert, assertEquals } from "@std/assert";
import { products } from "../../bench/products.ts";

Deno.test("products() have the shapes of a layer of the models, and count its operations", () => {
  const conv = 2 * 64 * 64 * 14 ** 2 * 64 * 9;
  assertEquals(products().map(({ output, flop }) => [output.shape, flop]), [
    [[768, 768], 2 * 768 ** 3],
    [[64, 64, 14, 14], conv],
    [[64, 64, 14, 14], conv],
    [[64, 64, 3, 3], conv],
  ]);
});

Deno.test("products() are those that torch_products.py knows", async () => {
  const program = new URL("../../bench/torch_products.py", import.meta.url);
  const source = await Deno.readTextFile(program);
  for (const { name } of products()) assert(source.includes(`"${name}": lambda`), name);
});
