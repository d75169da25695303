import { assertEquals } from "@std/assert";
import { products } from "../../bench/products.ts";
import { torchResults } from "../../bench/torch_products.ts";

Deno.test("torchResults() gives GFLOP/s of each line's times", () => {
  const lines = "gemm 768 forward\t10\t20\t5\nconv 3x3 64->64 to 14x14 weight gradient\t10\n";
  const results = torchResults(lines, ", PyTorch");
  const gemm = 2 * 768 ** 3, conv = 2 * 64 * 64 * 14 ** 2 * 64 * 9;
  assertEquals(results.map(({ name, unit, value, best }) => [name, unit, value, best]), [
    ["gemm 768 forward, PyTorch", "GFLOP/s", gemm / 1e7, gemm / 5e6],
    ["conv 3x3 64->64 to 14x14 weight gradient, PyTorch", "GFLOP/s", conv / 1e7, conv / 1e7],
  ]);
});

Deno.test("products() are those that torch_products.py times", async () => {
  const source = await Deno.readTextFile(
    new URL("../../bench/torch_products.py", import.meta.url),
  );
  for (const { name } of products()) {
    const [, kind] = /^(?:gemm|conv .*?x14) ?(.*)$/.exec(name)!;
    assertEquals(source.includes(`${kind}":`), true, name);
  }
});

Deno.test("products() have the shapes of a layer of the models", () => {
  assertEquals(products().map(({ output }) => output.shape), [
    [768, 768],
    [64, 64, 14, 14],
    [64, 64, 14, 14],
    [64, 64, 3, 3],
  ]);
});
