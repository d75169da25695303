import { Graph } from "../../core/graph/mod.ts";
import { Random } from "../../core/sampling/random.ts";
import type { Device } from "../../engine/device.ts";
import type { Recorder } from "../../engine/kernels/kernel.ts";
import type { FixedBuffer } from "../../engine/program/buffers.ts";
import { compileProgram } from "../../engine/program/compile.ts";
import { Parameters } from "../../engine/program/parameters.ts";
import type { Program } from "../../engine/program/program.ts";

/** Compiles dispatches that come from no graph. @param outputs Buffers that the program can read back. */
export async function compileRecorded(
  device: Device,
  { record, outputs = new Map() }: {
    record: (recorder: Recorder) => void;
    outputs?: ReadonlyMap<string, FixedBuffer>;
  },
): Promise<Program> {
  const graph = new Graph();
  const parameters = Parameters.create(device.gpu, graph, new Random(0));
  const options = { graph, parameters, outputs: new Map(), extra: outputs, after: record };
  const program = await compileProgram(device, options);
  parameters.destroy();
  return program;
}
