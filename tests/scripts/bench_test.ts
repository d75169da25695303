import { assert, assertEquals } from "@std/assert";
import { repositoryRoot } from "../../cli/repository_root.ts";
import type { BenchResult } from "../../bench/result.ts";
import { gpuTest } from "../support/adapter.ts";

async function bench(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "scripts/bench.ts", ...args],
    cwd: repositoryRoot(),
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

gpuTest("bench --json gives an array of results that name unit, adapter and cores", async () => {
  const { code, stdout, stderr } = await bench(
    "--quick",
    "--only",
    "floor",
    "--json",
    "--threads",
    "2",
  );
  assertEquals(code, 0, stderr);
  const results = JSON.parse(stdout);
  assertEquals(results.map((it: { name: string }) => it.name), [
    "floor: empty dispatch in one pass",
    "floor: empty dispatch in a submit of its own",
    "floor: empty dispatch, submitted and waited for",
    "floor: read-back of one word",
    "floor: empty barrier, WASM, threads: 2",
  ]);
  for (const { unit, value, best, worst, runs, adapter, cores } of results) {
    assertEquals([unit, typeof adapter], ["us", "string"]);
    assert(adapter.length > 0 && cores >= 1 && runs >= 1);
    assert(0 < best && best <= value && value <= worst, `${best} ${value} ${worst}`);
  }
});

Deno.test("bench --device cpu measures products on the processor with each number of threads", async () => {
  const args = ["--quick", "--device", "cpu", "--threads", "2", "--json"];
  const { code, stdout, stderr } = await bench(...args, "--only", "WASM, threads");
  assertEquals(code, 0, stderr);
  const results: (BenchResult & { adapter: string })[] = JSON.parse(stdout);
  const found = results.map(({ name, unit, adapter }) => [name, unit, adapter]);
  const conv = "conv 3x3 64->64 to 14x14";
  for (
    const [name, unit] of [
      ["floor: empty barrier", "us"],
      ["gemm 768 forward", "GFLOP/s"],
      [`${conv} forward`, "GFLOP/s"],
      [`${conv} input gradient`, "GFLOP/s"],
      [`${conv} weight gradient`, "GFLOP/s"],
      ["train codec: first step, compiling too", "ms"],
      ["train codec: step", "ms"],
      ["train prior: step", "ms"],
    ]
  ) {
    const row = [`${name}, WASM, threads: 2`, unit, "none"];
    assert(found.some((it) => String(it) === String(row)), `${row}`);
  }
  assert(results.every(({ value }) => value > 0));
});

Deno.test("bench --only refuses what no benchmark's name holds with exit code 2", async () => {
  const { code, stderr } = await bench("--only", "codes", "--only", "teapot");
  assertEquals(code, 2);
  assert(
    stderr.startsWith("error: Cannot measure: expected a part of a benchmark's name in --only"),
    stderr,
  );
});

Deno.test("bench measures a convolution on the WASM kernels beside ONNX Runtime Web's", async () => {
  const { code, stdout, stderr } = await bench("--quick", "--only", "one image", "--json");
  assertEquals(code, 0, stderr);
  const results = JSON.parse(stdout);
  const layer = "conv 3x3 64->64 at 16x16, one image";
  assertEquals(results.map(({ name, unit }: BenchResult) => [name, unit]), [
    [`${layer}, WASM kernels`, "GFLOP/s"],
    [`${layer}, ONNX Runtime Web's WASM, 1 thread`, "GFLOP/s"],
  ]);
  for (const { value } of results) assert(value > 0, `${value}`);
});

Deno.test("bench measures each part of a picture and grids of several sizes", async () => {
  const { code, stdout, stderr } = await bench("--quick", "--only", "WASM kernels", "--json");
  assertEquals(code, 0, stderr);
  const results: BenchResult[] = JSON.parse(stdout);
  const names = results.map(({ name }) => name);
  for (const what of ["codes", "codes, guided", "decode", "whole picture of 16 at once"]) {
    assert(names.includes(`generate, mnist: ${what}, WASM kernels`), what);
  }
  for (const side of [4, 8, 16, 32]) {
    assert(names.includes(`codes of a ${side}x${side} grid, WASM kernels`), `${side}`);
  }
  assert(results.every(({ value }) => value > 0));
});

Deno.test("bench --save refuses results of a quick run with exit code 2", async () => {
  const { code, stderr } = await bench("--quick", "--save");
  assertEquals(code, 2);
  assert(stderr.startsWith("error: Cannot store results: --quick"), stderr);
});

Deno.test("bench --save refuses a name that leads to another folder", async () => {
  const { code, stderr } = await bench("--save", "../other");
  assertEquals(code, 2);
  assert(stderr.includes('got "../other"'), stderr);
});
