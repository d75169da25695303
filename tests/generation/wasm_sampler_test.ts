import { assert, assertEquals, assertThrows } from "@std/assert";
import { WasmSampler } from "../../generation/wasm_sampler.ts";
import { Machine } from "../../executors/wasm/machine.ts";
import type { GridRequest } from "../../generation/request.ts";
import { KERNELS } from "../support/kernels.ts";
import { cachedSampler, randomPrior, SMALL_PRIOR, wasmSampler } from "./random_prior.ts";

const SIZE = SMALL_PRIOR.grid.height * SMALL_PRIOR.grid.width;

/** Requests of every kind, more than are drawn at once. */
function requests(count: number): GridRequest[] {
  return Array.from({ length: count }, (_, i) => ({
    seed: 1000 + i,
    temperature: [1, 0.5, 0, 2][i % 4],
    guidance: i % 3 === 0 ? 2.5 : 1,
    class: i % 5 === 0 ? undefined : i % 2,
    topK: i % 7 === 0 ? 3 : undefined,
    topP: i % 11 === 0 ? 0.7 : undefined,
    kept: i % 4 === 0
      ? Array.from({ length: SIZE }, (_, p) => p % 3 === 0 ? p % 11 : null)
      : undefined,
  }));
}

Deno.test("WasmSampler.sampleAll() draws each grid as it is drawn alone, bit for bit", () => {
  const sampler = wasmSampler(randomPrior(SMALL_PRIOR, 3));
  const many = requests(2 * sampler.capacity + 3);
  const together = sampler.sampleAll(many);
  assertEquals(together, many.map((request) => sampler.sample(request)));
});

Deno.test("WasmSampler.sampleAll() tells every listener its own rows", () => {
  const sampler = wasmSampler(randomPrior(SMALL_PRIOR, 3));
  const heard: number[][] = [[], []];
  const many = requests(2).map((request, i): GridRequest => ({
    ...request,
    onRow: (row, codes) => heard[i].push(row, ...codes),
  }));
  const grids = sampler.sampleAll(many);
  grids.forEach(({ codes }, i) => {
    const { width } = SMALL_PRIOR.grid;
    const rows = [0, 1, 2].flatMap((row) => [row, ...codes.slice(row * width, (row + 1) * width)]);
    assertEquals(heard[i], rows);
  });
});

// All weights 0 but the last bias: both executors have the very same logits.
Deno.test("WasmSampler draws what drawCode() draws from the same logits, and its exact likelihood", () => {
  const config = { ...SMALL_PRIOR, codebookSize: 37 };
  const prior = randomPrior(config, 9);
  const weights = new Map(
    Array.from(prior.weights, ([name, values]) => {
      const kept = name === "head.logits.bias";
      return [name, kept ? values.map((x) => 3 * x) : new Float32Array(values.length)];
    }),
  );
  const same = { ...prior, weights };
  const plain = cachedSampler(same), edge = wasmSampler(same);
  for (const temperature of [0, 0.3, 1, 4]) {
    for (const [topK, topP] of [[37, 1], [1000, 0.6], [1, 1], [5, 1], [37, 0.4], [20, 0.9]]) {
      for (const guidance of [1, 3]) {
        const request = { seed: 5, temperature, topK, topP, guidance, class: 1 };
        assertEquals(edge.sample(request), plain.sample(request));
      }
    }
  }
});

Deno.test("WasmSampler takes no more memory however much it draws", () => {
  const machine = new Machine(KERNELS);
  const sampler = new WasmSampler(machine, randomPrior(SMALL_PRIOR, 3));
  const { bytes } = machine;
  for (let i = 0; i < 300; i++) sampler.sampleAll(requests(1 + i % 40));
  assertEquals(machine.bytes, bytes);
});

Deno.test("WasmSampler draws the same after its memory of labels is full", () => {
  const prior = randomPrior({ ...SMALL_PRIOR, classes: 300 }, 3);
  const sampler = wasmSampler(prior);
  const request = { seed: 1, temperature: 1, guidance: 1, class: 7 };
  const first = sampler.sample(request);
  for (let label = 0; label < 300; label++) sampler.sample({ ...request, class: label });
  assertEquals(sampler.sample(request), first);
});

Deno.test("WasmSampler.sampleAll() refuses one bad request before it draws any", () => {
  const sampler = wasmSampler(randomPrior(SMALL_PRIOR, 3));
  let rows = 0;
  const many = [{ ...requests(1)[0], onRow: () => rows++ }, { ...requests(1)[0], class: 9 }];
  assertThrows(() => sampler.sampleAll(many), RangeError, "class to be in [0, 2)");
  assert(rows === 0);
});
