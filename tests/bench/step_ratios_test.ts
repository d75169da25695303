import { assertEquals } from "@std/assert";
import { timeResult } from "../../bench/result.ts";
import { stepRatios } from "../../bench/step_ratios.ts";

const STEP = "train prior: step";

Deno.test("stepRatios() compares the fastest numbers of threads, and the processor with WebGPU", () => {
  const results = [
    timeResult(STEP, [500]),
    timeResult(`${STEP}, WASM, threads: 1`, [180]),
    timeResult(`${STEP}, WASM, threads: 2`, [100]),
    timeResult(`${STEP}, PyTorch CPU, threads: 1`, [125]),
    timeResult(`${STEP}, PyTorch CPU, threads: 2`, [130]),
    timeResult(`${STEP}, PyTorch CPU, threads: 2 / ours`, [0.26]),
  ];
  assertEquals(stepRatios(results).map(({ name, unit, value }) => [name, unit, value]), [
    [`${STEP}, WASM / PyTorch CPU`, "x", 0.8],
    [`${STEP}, WASM / WebGPU`, "x", 0.2],
  ]);
});

Deno.test("stepRatios() is empty without the processor's steps", () => {
  assertEquals(stepRatios([timeResult(STEP, [500])]), []);
});
