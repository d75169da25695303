import { assertEquals } from "@std/assert";
import { ratios } from "../../bench/ratios.ts";
import { exactResult, rateResult, timeResult } from "../../bench/result.ts";

const STEP = "train prior: step";
const GEMM = "gemm 768 forward";
const RATE = { unit: "GFLOP/s", perRun: 1 };

Deno.test("ratios() compares the best number of threads, and the processor with WebGPU", () => {
  const results = [
    timeResult(STEP, [500]),
    timeResult(`${STEP}, WASM, threads: 1`, [180]),
    timeResult(`${STEP}, WASM, threads: 2`, [100]),
    timeResult(`${STEP}, PyTorch CPU, threads: 1`, [125]),
    timeResult(`${STEP}, PyTorch CPU, threads: 2`, [130]),
    timeResult(`${STEP}, PyTorch CPU, threads: 2 / ours`, [0.26]),
  ];
  assertEquals(ratios(results).map(({ name, unit, value }) => [name, unit, value]), [
    [`${STEP}, WASM / PyTorch CPU`, "x", 0.8],
    [`${STEP}, WASM / WebGPU`, "x", 0.2],
  ]);
});

Deno.test("ratios() takes the greatest rate of each", () => {
  const results = [
    rateResult(`${GEMM}, WASM, threads: 1`, [20], RATE),
    rateResult(`${GEMM}, WASM, threads: 2`, [10], RATE),
    rateResult(`${GEMM}, PyTorch CPU, threads: 1`, [16], RATE),
    rateResult(`${GEMM}, PyTorch CPU, threads: 2`, [8], RATE),
  ];
  assertEquals(ratios(results).map(({ name, value }) => [name, value]), [
    [`${GEMM}, WASM / PyTorch CPU`, 0.8],
  ]);
});

Deno.test("ratios() compares nothing but times and rates, and nothing without the processor", () => {
  const size = "train prior: size of a step";
  assertEquals(
    ratios([
      exactResult(size, 400, "dispatches"),
      exactResult(`${size}, WASM, threads: 1`, 300, "tasks"),
    ]),
    [],
  );
  assertEquals(ratios([timeResult(STEP, [500])]), []);
});
