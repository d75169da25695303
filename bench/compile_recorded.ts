import { Graph } from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";
import type { Device } from "../executors/webgpu/device.ts";
import type { Recorder } from "../executors/webgpu/kernels/kernel.ts";
import type { FixedBuffer } from "../executors/webgpu/compiled/buffers.ts";
import { compileGraph } from "../executors/webgpu/compiled/compile.ts";
import { Parameters } from "../executors/webgpu/compiled/parameters.ts";
import type { CompiledGraph } from "../executors/webgpu/compiled/compiled_graph.ts";

/** Compiles dispatches that come from no graph. @param outputs Buffers that the program can read back. */
export async function compileRecorded(
  device: Device,
  { record, outputs = new Map() }: {
    record: (recorder: Recorder) => void;
    outputs?: ReadonlyMap<string, FixedBuffer>;
  },
): Promise<CompiledGraph> {
  const graph = new Graph();
  const parameters = Parameters.create(device.gpu, graph, new Random(0));
  const options = { graph, parameters, outputs: new Map(), extra: outputs, after: record };
  const program = await compileGraph(device, options);
  parameters.destroy();
  return program;
}
