import { assert, assertEquals } from "@std/assert";
import type { Device } from "../../executors/webgpu/device.ts";
import { launchMatmul } from "../../executors/webgpu/kernels/matmul.ts";
import { CONVOLUTIONS } from "../../bench/convolutions.ts";
import { GEMMS } from "../../bench/gemm.ts";
import { kernelBenchmarks, type KernelProblem } from "../../bench/kernel_problem.ts";
import { gpuTest } from "../support/adapter.ts";

/** As much of a device as listing benchmarks looks at. */
function deviceOf(subgroupSize: number): Device {
  const limits = { maxComputeWorkgroupsPerDimension: 65535 };
  return { subgroupSize, gpu: { limits } } as unknown as Device;
}

Deno.test("kernelBenchmarks() names each variant of each tiling once", () => {
  const names = [...GEMMS, ...CONVOLUTIONS]
    .flatMap((problem) => kernelBenchmarks(deviceOf(8), problem))
    .map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
  assert(names.includes("gemm 512 forward [subgroup packed]"));
  assert(names.includes("conv 4x4 s2 32->64 to 7x7 weight gradient [workgroup]"));
});

Deno.test("kernelBenchmarks() leaves the subgroup tiling out where there are no subgroups", () => {
  const names = kernelBenchmarks(deviceOf(0), GEMMS[0]).map(({ name }) => name);
  assertEquals(names, ["gemm 256 forward [workgroup]"]);
});

Deno.test("GEMMS and CONVOLUTIONS count a multiplication and an addition as two operations", () => {
  const flopOf = (name: string) =>
    [...GEMMS, ...CONVOLUTIONS].find((problem) => problem.name === name)?.flop;
  assertEquals(flopOf("gemm 512 weight gradient"), 2 * 512 ** 3);
  assertEquals(flopOf("conv 3x3 64->64 to 14x14 forward"), 2 * 64 * 14 ** 2 * 64 * 64 * 9);
});

gpuTest("kernelBenchmarks() gives GFLOP/s of every variant", async (device) => {
  const side = 32;
  const problem: KernelProblem = {
    name: "gemm",
    flop: 2 * side ** 3,
    words: { x: side ** 2, w: side ** 2, y: side ** 2 },
    launch: (r, { x, w, y }) => launchMatmul(r, { m: side, n: side, k: side, a: x, b: w, out: y }),
  };
  const effort = { minRuns: 2, maxRuns: 2, budget: 0, runLength: 1 };
  for (const benchmark of kernelBenchmarks(device, problem)) {
    const [{ name, unit, value, runs }] = await benchmark.run({ effort });
    assertEquals([name, unit, runs], [benchmark.name, "GFLOP/s", 2]);
    assert(value > 0 && Number.isFinite(value), `${value}`);
  }
});
