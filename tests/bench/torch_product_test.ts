import { assertEquals, assertRejects } from "@std/assert";
import { products } from "../../bench/products.ts";
import { torchProduct } from "../../bench/torch_product.ts";

const EFFORT = { minRuns: 1, maxRuns: 2, budget: 0, runLength: 1 };
const [gemm] = products();

/** Measures with a program that stands in for a Python. @param script Of a shell. */
async function measure(script: string) {
  const python = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(python, `#!/bin/sh\n${script}\n`);
    await Deno.chmod(python, 0o755);
    return await torchProduct(gemm, 2, () => Promise.resolve(python)).run({ effort: EFFORT });
  } finally {
    await Deno.remove(python);
  }
}

const shellTest = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, ignore: Deno.build.os === "windows", fn });

shellTest("torchProduct() gives GFLOP/s of the milliseconds that the program prints", async () => {
  const [{ name, unit, value, best, runs }] = await measure("echo 10; echo 20; echo 5");
  assertEquals([name, unit, runs], [`${gemm.name}, PyTorch CPU, threads: 2`, "GFLOP/s", 3]);
  assertEquals([value, best], [gemm.flop / 1e7, gemm.flop / 5e6]);
});

shellTest(
  "torchProduct() names product, threads and repetitions, OpenBLAS's threads too",
  async () => {
    const wanted = `[ "$2 $3 $4 $OPENBLAS_NUM_THREADS" = "${gemm.name} 2 10 2" ]`;
    assertEquals((await measure(`${wanted} && echo 1`)).length, 1);
  },
);

shellTest("torchProduct() ends with the last line of a program that fails", async () => {
  const failing = () => measure("echo 'no module' >&2; exit 1");
  await assertRejects(failing, Error, `Cannot measure ${gemm.name} in PyTorch: no module`);
});

Deno.test("torchProduct() measures nothing without PyTorch", async () => {
  const benchmark = torchProduct(gemm, 1, () => Promise.resolve(undefined));
  assertEquals(await benchmark.run({ effort: EFFORT }), []);
});
