import type { Table } from "./table.ts";

const GEMM = "gemm 512 forward";
const CONVOLUTION = "conv 3x3 64->64 to 14x14";
const PASSES = ["forward", "input gradient", "weight gradient"];
const CODEC = "train codec";
const PRIOR = "train prior";

/** Kernels and training steps, beside other frameworks on the same work. */
export const TRAINING_TABLE: Table = {
  name: "training",
  head: ["", "measured", "compared with"],
  rows: (stored) => {
    const convolutions = (tiling: string) =>
      PASSES.map((pass) => `${CONVOLUTION} ${pass} [${tiling}]`);
    const peer = (step: string, name: string) => stored.range(`${step}, ${name} / ours`);
    return [
      [
        "GEMM 512³",
        stored.of(`${GEMM} [subgroup packed]`),
        `${stored.number(`${GEMM} [workgroup]`)} with shared-memory tiles, the tiling for GPUs`,
      ],
      [
        "convolution 3×3, 64→64, 14×14, batch 64: forward, input gradient, weight gradient",
        stored.of(...convolutions("subgroup")),
        `${stored.number(...convolutions("workgroup"))} with shared-memory tiles`,
      ],
      [
        "empty dispatch in one pass",
        stored.of("floor: empty dispatch in one pass"),
        `submit and wait ${stored.of("floor: empty dispatch, submitted and waited for")}`,
      ],
      [
        "first VQ-VAE training step, shaders compiled",
        stored.of(`${CODEC}: first step, compiling too`),
        `TensorFlow.js ${
          stored.of(`${CODEC}: first step, compiling too, TensorFlow.js WebGPU`)
        }, jax-js ${stored.of(`${CODEC}: first step, compiling too, jax-js WebGPU`)}`,
      ],
      [
        `VQ-VAE training step (${
          stored.number(`${CODEC}: size of the model`)
        } parameters, batch 64)`,
        stored.of(`${CODEC}: step`),
        `TensorFlow.js ${peer(`${CODEC}: step`, "TensorFlow.js WebGPU")}×, jax-js ${
          peer(`${CODEC}: step`, "jax-js WebGPU")
        }×, PyTorch on one CPU thread ${peer(`${CODEC}: step`, "PyTorch CPU, threads: 1")}× of it`,
      ],
      [
        `gated PixelCNN training step (${
          stored.number(`${PRIOR}: size of the model`)
        } parameters, batch 64)`,
        stored.of(`${PRIOR}: step`),
        `PyTorch on two CPU threads ${peer(`${PRIOR}: step`, "PyTorch CPU, threads: 2")}× of it`,
      ],
    ];
  },
};
