import type { Device } from "../executors/webgpu/device.ts";
import type { BufferRef, Recorder, Tiling } from "../executors/webgpu/kernels/kernel.ts";
import { FixedBuffer, storageBuffer } from "../executors/webgpu/compiled/buffers.ts";
import { CompiledGraph } from "../executors/webgpu/compiled/compiled_graph.ts";
import type { Benchmark } from "./benchmark.ts";
import { compileRecorded } from "./compile_recorded.ts";
import { type Effort, timeOf, timeRuns } from "./measure.ts";
import { rateResult } from "./result.ts";

/** Work for a kernel, whichever of its variants does it. */
export interface KernelProblem {
  readonly name: string;
  /** Floating-point operations, a multiplication and an addition counted as two. */
  readonly flop: number;
  /** Words of each operand and result. */
  readonly words: Readonly<Record<string, number>>;
  launch(r: Recorder, buffers: Readonly<Record<string, BufferRef>>): void;
}

const TILINGS: readonly Tiling[] = ["subgroup", "workgroup"];

/** One benchmark for each variant that can do the work on this adapter, in GFLOP/s. */
export function kernelBenchmarks(device: Device, problem: KernelProblem): Benchmark[] {
  return TILINGS
    .filter((tiling) => tiling !== "subgroup" || device.subgroupSize > 0)
    .flatMap((tiling) =>
      variantsOf(device, problem, tiling).map((variant) =>
        benchmark(device, problem, { tiling, variant })
      )
    );
}

/** The variants that launching offers; one without a name where it offers none. */
function variantsOf(
  { gpu: { limits }, subgroupSize }: Device,
  { words, launch }: KernelProblem,
  tiling: Tiling,
): string[] {
  const offered = new Set<string>();
  const buffers = Object.keys(words).map((label) => [label, { label }]);
  launch({
    tiling,
    subgroupSize,
    limits,
    dispatch: () => {},
    scratch: (_, label) => ({ label }),
    variant: (_, names) => {
      names.forEach((name) => offered.add(name));
      return names[0];
    },
  }, Object.fromEntries(buffers));
  return offered.size > 0 ? [...offered].sort() : [""];
}

function benchmark(
  device: Device,
  problem: KernelProblem,
  { tiling, variant }: { tiling: Tiling; variant: string },
): Benchmark {
  const name = `${problem.name} [${tiling}${variant && ` ${variant}`}]`;
  return {
    name,
    run: async ({ effort }) => {
      const { launch, flop } = problem;
      const buffers = operands(device.gpu, problem);
      const program = await compileRecorded(device, {
        record: (r) => launch(fixed(r, tiling, variant), buffers),
      });
      const { times, repeats } = await timeRepeated(device, program, effort);
      program.destroy();
      for (const { buffer } of Object.values(buffers)) buffer.destroy();
      await device.check();
      return [rateResult(name, times, { unit: "GFLOP/s", perRun: repeats * flop / 1e9 })];
    },
  };
}

/** A recorder that takes the tiling and the variant that it is told. */
function fixed(r: Recorder, tiling: Tiling, variant: string): Recorder {
  return {
    tiling,
    subgroupSize: r.subgroupSize,
    limits: r.limits,
    dispatch: (it) => r.dispatch(it),
    scratch: (words, label) => r.scratch(words, label),
    variant: (_, names) => names.find((it) => it === variant) ?? names[0],
  };
}

/** Numbers in ±0.5 that are not all alike. */
function operands(gpu: GPUDevice, { words }: KernelProblem): Record<string, FixedBuffer> {
  const buffers = Object.entries(words).map(([label, count]) => {
    const buffer = storageBuffer(gpu, label, count);
    const values = new Float32Array(count).map((_, i) => (i * 7919 % 1013) / 1013 - 0.5);
    gpu.queue.writeBuffer(buffer, 0, values);
    return [label, new FixedBuffer(label, buffer, 0, count)];
  });
  return Object.fromEntries(buffers);
}

/** Repeats a program in one pass so often that waiting for its end, which is part of the time, weighs little. */
async function timeRepeated(device: Device, program: CompiledGraph, effort: Effort) {
  const repeated = (count: number) => {
    const dispatches = Array.from({ length: count }, () => program.parts.dispatches).flat();
    const all = new CompiledGraph(device, { ...program.parts, dispatches });
    return () => (all.run(), device.gpu.queue.onSubmittedWorkDone());
  };
  await timeOf(repeated(1));
  let repeats = 1;
  for (let time = 0; time < effort.runLength;) {
    time = await timeOf(repeated(repeats));
    if (time >= effort.runLength) break;
    repeats = Math.ceil(repeats * Math.min(10, 1.1 * effort.runLength / time));
  }
  return { repeats, times: await timeRuns(repeated(repeats), { effort }) };
}
