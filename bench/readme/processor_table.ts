import type { StoredNumbers } from "./stored_numbers.ts";
import type { Table } from "./table.ts";

const CONVOLUTION = "conv 3x3 64->64 to 14x14";
const PASSES = ["forward", "input gradient", "weight gradient"];
const PRODUCT = "gemm 768 forward";
const CODEC = "train codec";
const PRIOR = "train prior";
const THREADS = [1, 2];

const ours = (work: string, threads: number) => `${work}, WASM, threads: ${threads}`;
const torch = (work: string, threads: number) => `${work}, PyTorch CPU, threads: ${threads}`;
const convolutions = (nameOf: (work: string) => string) =>
  PASSES.map((pass) => nameOf(`${CONVOLUTION} ${pass}`));

/** Products and training steps on the processor, on two threads where nothing else is said. */
export const PROCESSOR_TABLE: Table = {
  name: "processor",
  head: ["", "measured", "compared with"],
  rows: (stored) => [
    [
      "matrix product 768³, packing included",
      stored.of(ours(PRODUCT, 2)),
      `${stored.number(ours(PRODUCT, 1))} on one thread; PyTorch, which calls OpenBLAS, ` +
      `${stored.number(...THREADS.map((it) => torch(PRODUCT, it)))} on one and two`,
    ],
    [
      "convolution 3×3, 64→64, 14×14, batch 64: forward, input gradient, weight gradient",
      stored.of(...convolutions((work) => ours(work, 2))),
      `${stored.number(...convolutions((work) => ours(work, 1)))} on one thread; PyTorch ` +
      stored.number(...convolutions((work) => byValue(stored, work).at(-1)!)),
    ],
    [
      "empty barrier",
      stored.of(ours("floor: empty barrier", 2)),
      `a VQ-VAE step has ${stored.number(ours(`${CODEC}: size of a step`, 2))} tasks`,
    ],
    [
      "first VQ-VAE training step, with the model built and compiled",
      stored.of(ours(`${CODEC}: first step, compiling too`, 2)),
      "",
    ],
    stepRow(stored, "VQ-VAE training step", CODEC),
    stepRow(stored, "gated PixelCNN training step", PRIOR),
  ],
};

function stepRow(stored: StoredNumbers, what: string, role: string): string[] {
  const step = `${role}: step`;
  return [
    `${what} (${stored.number(ours(`${role}: size of the model`, 2))} parameters, batch 64)`,
    stored.of(ours(step, 2)),
    `${stored.of(ours(step, 1))} on one thread; ${
      stored.number(`${step}, WASM / PyTorch CPU`)
    }× of PyTorch's ${stored.of(byValue(stored, step)[0])}; WebGPU in software ${stored.of(step)}`,
  ];
}

/** PyTorch's result with each number of threads, by value: the least time is first, the greatest rate last. */
function byValue(stored: StoredNumbers, work: string): string[] {
  return THREADS.map((it) => torch(work, it))
    .toSorted((a, b) => stored.value(a) - stored.value(b));
}
