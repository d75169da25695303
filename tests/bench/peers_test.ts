import { assertEquals } from "@std/assert";
import { peerResults, runPeers } from "../../bench/peers.ts";
import { type BenchResult, timeResult } from "../../bench/result.ts";

const STEP = "train codec: step";
const LINE = { work: STEP, pattern: /step ms: median ([\d.]+) best ([\d.]+)/ };
const OURS: readonly BenchResult[] = [timeResult(STEP, [100, 200, 300])];

Deno.test("peerResults() reads a program's median and best, and gives their ratios to ours", () => {
  const output = "params 235201\nfirst step ms 25000\ntfjs step ms: median 3000.0 best 2500.0\n";
  const results = peerResults(output, { name: "TensorFlow.js", lines: [LINE] }, OURS);
  assertEquals(results.map(({ name, unit, value, best }) => [name, unit, value, best]), [
    [`${STEP}, TensorFlow.js`, "ms", 3000, 2500],
    [`${STEP}, TensorFlow.js / ours`, "x", 15, 25],
  ]);
});

Deno.test("peerResults() scales what a program tells in another unit", () => {
  const lines = [{ ...LINE, factor: 1000 / 16 }];
  const [{ value, best }] = peerResults("step ms: median 2 best 1", { name: "it", lines }, OURS);
  assertEquals([value, best], [125, 62.5]);
});

Deno.test("peerResults() is empty where ours were not measured or nothing was printed", () => {
  const peer = { name: "it", lines: [LINE] };
  assertEquals(peerResults("step ms: median 2 best 1", peer, []), []);
  assertEquals(peerResults("Killed", peer, OURS), []);
});

Deno.test("peerResults() has no ratio to WebGPU where only the processor was measured", () => {
  const ours = [timeResult(`${STEP}, WASM, threads: 2`, [100])];
  const results = peerResults("step ms: median 2 best 1", { name: "it", lines: [LINE] }, ours);
  assertEquals(results.map(({ name }) => name), [`${STEP}, it`]);
  const onAdapter = { name: "it", lines: [LINE], onAdapter: true } as const;
  assertEquals(peerResults("step ms: median 2 best 1", onAdapter, ours), []);
});

Deno.test("runPeers() names the programs that the folder lacks", async () => {
  const folder = await Deno.makeTempDir();
  const skipped: string[] = [];
  try {
    const report = () => {};
    const skip = (reason: string) => skipped.push(reason);
    await runPeers(folder, { steps: 1, python: undefined, ours: OURS, report, skip });
  } finally {
    await Deno.remove(folder);
  }
  assertEquals(skipped.at(-1)!.endsWith("there is no Python with PyTorch"), true);
  assertEquals(skipped.slice(0, 2).map((reason) => reason.split(":")[0]), [
    "TensorFlow.js WebGPU (ref_vqvae_tfjs.ts)",
    "jax-js WebGPU (ref_vqvae_jaxjs.ts)",
  ]);
});
