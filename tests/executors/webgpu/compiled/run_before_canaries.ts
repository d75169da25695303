import { assertEquals } from "@std/assert";
import type { Graph, Tensor, Values } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import type { Device } from "../../../../executors/webgpu/device.ts";
import { FixedBuffer, storageBuffer } from "../../../../executors/webgpu/compiled/buffers.ts";
import { compileGraph } from "../../../../executors/webgpu/compiled/compile.ts";
import { Parameters, readBuffer } from "../../../../executors/webgpu/compiled/parameters.ts";

const CANARIES = 64;
const CANARY = 0xdeadbeef;

/**
 * Computes tensors into buffers whose bindings go on with canaries: a missing bounds guard kills one.
 * @param tensors None depends on another.
 * @returns Their values, once every canary was found alive.
 */
export async function runBeforeCanaries(
  device: Device,
  graph: Graph,
  tensors: readonly Tensor[],
  feeds: ReadonlyMap<string, Values>,
): Promise<Values[]> {
  const placed = tensors.map((tensor) => {
    const words = tensor.size + CANARIES;
    const buffer = storageBuffer(device.gpu, "placed", words);
    device.gpu.queue.writeBuffer(buffer, 0, new Uint32Array(words).fill(CANARY));
    return { tensor, place: new FixedBuffer("placed", buffer, 0, words) };
  });
  const parameters = Parameters.create(device.gpu, graph, new Random(1));
  const compiled = await compileGraph(device, { graph, parameters, outputs: new Map(), placed });
  compiled.run(feeds);
  const all: Values[] = [];
  for (const { tensor, place } of placed) {
    const { buffer } = await readBuffer(device.gpu, place.buffer);
    const behind = new Uint32Array(buffer).subarray(tensor.size);
    assertEquals(
      behind.findIndex((word) => word !== CANARY),
      -1,
      `canary behind ${tensor.op.name}`,
    );
    const values = tensor.dtype === "f32" ? new Float32Array(buffer) : new Uint32Array(buffer);
    all.push(values.subarray(0, tensor.size));
    place.buffer.destroy();
  }
  compiled.destroy();
  parameters.destroy();
  return all;
}
