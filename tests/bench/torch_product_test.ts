import { assert, assertEquals } from "@std/assert";
import { findPython } from "../../bench/find_python.ts";
import { products } from "../../bench/products.ts";
import { torchProduct } from "../../bench/torch_product.ts";

const EFFORT = { minRuns: 1, maxRuns: 2, budget: 0, runLength: 1 };
const python = await findPython();

Deno.test("torchProduct() measures nothing without PyTorch", async () => {
  const [gemm] = products();
  const benchmark = torchProduct(gemm, 1, () => Promise.resolve(undefined));
  assertEquals(await benchmark.run({ effort: EFFORT }), []);
});

Deno.test({
  name: `torchProduct() gives GFLOP/s of every repetition${python ? "" : " (no PyTorch)"}`,
  ignore: python === undefined,
  fn: async () => {
    for (const product of products()) {
      const benchmark = torchProduct(product, 1, () => Promise.resolve(python));
      const [{ name, unit, value, runs }] = await benchmark.run({ effort: EFFORT });
      assertEquals([name, unit, runs], [benchmark.name, "GFLOP/s", 10]);
      assert(value > 0 && Number.isFinite(value), `${value}`);
    }
  },
});
