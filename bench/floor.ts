import type { Device } from "../executors/webgpu/device.ts";
import { FixedBuffer, storageBuffer } from "../executors/webgpu/compiled/buffers.ts";
import type { CompiledGraph } from "../executors/webgpu/compiled/compiled_graph.ts";
import type { Benchmark, MeasuredAdapter } from "./benchmark.ts";
import { compileRecorded } from "./compile_recorded.ts";
import { timeRuns } from "./measure.ts";
import { timeResult } from "./result.ts";

/** Dispatches or submits in a run: enough to hide the wait for their end. */
const COUNT = 2000;

// It stores nothing, but binds what it could store to: dispatches wait for each other as those of a program do.
const EMPTY = {
  name: "empty",
  entryPoint: "empty",
  code: `@group(0) @binding(0) var<storage, read_write> y : array<u32>;
@compute @workgroup_size(1) fn empty(@builtin(workgroup_id) id : vec3u) { if (id.x > 0) { y[0] = id.x; } }`,
};

/** What the device costs before it computes: no step is faster than its dispatches and its read-back. */
export function floorBenchmarks({ device }: MeasuredAdapter): Benchmark[] {
  return FLOORS.map((it) => floor(device, it));
}

interface Floor {
  readonly what: string;
  /** Of the program. */
  readonly dispatches: number;
  readonly perRun?: number;
  readonly work: (program: CompiledGraph, wait: () => Promise<undefined>) => Promise<unknown>;
}

const FLOORS: readonly Floor[] = [
  {
    what: "empty dispatch in one pass",
    dispatches: COUNT,
    perRun: COUNT,
    work: (program, wait) => (program.run(), wait()),
  },
  {
    what: "empty dispatch in a submit of its own",
    dispatches: 1,
    perRun: COUNT,
    work: (program, wait) => {
      for (let i = 0; i < COUNT; i++) program.run();
      return wait();
    },
  },
  {
    what: "empty dispatch, submitted and waited for",
    dispatches: 1,
    work: (program, wait) => (program.run(), wait()),
  },
  { what: "read-back of one word", dispatches: 1, work: (program) => program.read() },
];

function floor(device: Device, { what, dispatches, perRun = 1, work }: Floor): Benchmark {
  const name = `floor: ${what}`;
  return {
    name,
    run: async ({ effort }) => {
      const y = new FixedBuffer("y", storageBuffer(device.gpu, "y", 1), 0, 1);
      const program = await emptyProgram(device, y, dispatches);
      const wait = () => device.gpu.queue.onSubmittedWorkDone();
      const times = await timeRuns(() => work(program, wait), { effort });
      program.destroy();
      y.buffer.destroy();
      return [timeResult(name, times, { unit: "us", perRun })];
    },
  };
}

function emptyProgram(device: Device, y: FixedBuffer, dispatches: number): Promise<CompiledGraph> {
  return compileRecorded(device, {
    record: (recorder) => {
      const bindings = [{ buffer: y, access: "read_write" as const }];
      for (let i = 0; i < dispatches; i++) {
        recorder.dispatch({ kernel: EMPTY, bindings, workgroups: [1, 1, 1] });
      }
    },
    outputs: new Map([["y", y]]),
  });
}
