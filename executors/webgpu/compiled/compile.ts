import { ancestors, type Graph, isOp, type Tensor } from "../../../core/graph/mod.ts";
import type { BufferRef } from "../kernels/kernel.ts";
import type { Device } from "../device.ts";
import { findEpilogues, type Fused } from "../../storage/epilogue.ts";
import { planMemory } from "../../storage/plan_memory.ts";
import { sharersOf } from "../../storage/sharers_of.ts";
import { FixedBuffer, storageBuffer } from "./buffers.ts";
import { launchCopy } from "../kernels/copy.ts";
import { lower } from "./lower.ts";
import type { Lowering } from "./lowering.ts";
import { chooseStored } from "./materialise.ts";
import type { Parameters } from "./parameters.ts";
import { makePipelines } from "./pipelines.ts";
import { CompiledGraph, type CompiledOutput, type RecordedDispatch } from "./compiled_graph.ts";
import { DispatchRecorder, rangeOf } from "./dispatch_recorder.ts";
import { Tuning } from "./tuning.ts";

/** What a compiled graph computes at each run. */
export interface CompileOptions {
  readonly graph: Graph;
  readonly parameters: Parameters;
  /** Results by name; they can be read after each run. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** Tensors to be stored in given memory (a gradient arena). */
  readonly placed?: readonly { readonly tensor: Tensor; readonly place: FixedBuffer }[];
  /** More results: buffers that `after` fills. */
  readonly extra?: ReadonlyMap<string, FixedBuffer>;
  /** Records what follows the graph's own dispatches (an optimiser, assignments). */
  readonly after?: (recorder: DispatchRecorder, bufferOf: (tensor: Tensor) => BufferRef) => void;
  /** Tensors that `after` reads. */
  readonly kept?: readonly Tensor[];
  /** False gives every tensor its own memory, so that each can be inspected. */
  readonly reuseMemory?: boolean;
  readonly tuning?: Tuning;
}

/**
 * Compiles tensors of a graph: plans memory, makes pipelines and bind groups, and records the
 * dispatches to replay.
 * @throws {ShaderError} If a kernel does not compile.
 */
export async function compileGraph(
  device: Device,
  options: CompileOptions,
): Promise<CompiledGraph> {
  const { graph, parameters, placed = [] } = options;
  const places = new Map(placed.map(({ tensor, place }) => [tensor, place]));
  const wanted = new Set([...options.outputs.values(), ...places.keys(), ...options.kept ?? []]);
  const order = ancestors([...wanted]);
  const inspected = options.reuseMemory === false;
  const epilogues = inspected ? new Map<Tensor, Fused>() : findEpilogues(order, wanted);
  const stored = inspected
    ? new Set(order)
    : chooseStored(order, new Set([...wanted, ...epilogues.keys()]));
  const recorder = new DispatchRecorder(device, options.tuning ?? new Tuning());
  const buffers = new Map<Tensor, BufferRef>();
  const inputs = new Map<string, FixedBuffer>();
  const owned: GPUBuffer[] = [];
  const own = (label: string, words: number) => {
    const buffer = storageBuffer(device.gpu, label, words);
    owned.push(buffer);
    return new FixedBuffer(label, buffer, 0, words);
  };

  const results = new Set([...options.outputs.values()].flatMap(sharersOf));
  const kept = new Set((options.kept ?? []).flatMap(sharersOf));
  const allocateFor = (tensor: Tensor): BufferRef => {
    const place = places.get(tensor);
    if (place && !isReadIn(order, tensor) && !kept.has(tensor) && !results.has(tensor)) {
      return place;
    }
    if (results.has(tensor) || inspected) {
      return own(tensor.op.name, tensor.size);
    }
    return recorder.scratch(tensor.size, `${tensor.op.name} ${tensor.id}`);
  };
  const source = (tensor: Tensor): BufferRef => {
    if (tensor.op.name === "parameter") return parameters.range(tensor.name!);
    const buffer = own(tensor.name ?? "constant", tensor.size);
    const constant = graph.constants.get(tensor);
    if (constant) {
      device.gpu.queue.writeBuffer(buffer.buffer, 0, constant as Float32Array<ArrayBuffer>);
    } else inputs.set(tensor.name!, buffer);
    return buffer;
  };

  const context: Lowering = {
    recorder,
    isStored: (tensor) => stored.has(tensor),
    bufferOf: (tensor) => buffers.get(tensor)!,
  };
  const between = new Set([...epilogues.values()].flatMap((it) => it.between));
  for (const tensor of order) {
    if (!stored.has(tensor) || between.has(tensor)) continue;
    if (tensor.inputs.length === 0) {
      buffers.set(tensor, source(tensor));
    } else if (
      isOp(tensor, "reshape") && buffers.has(tensor.inputs[0]) && !places.has(tensor)
    ) {
      buffers.set(tensor, buffers.get(tensor.inputs[0])!);
    } else {
      const out = allocateFor(tensor);
      buffers.set(tensor, out);
      const fused = epilogues.get(tensor);
      if (fused) lower(context, fused.convolution, out, fused.epilogue);
      else lower(context, tensor, out);
    }
  }
  // Tensors with a given place that couldn't be computed there are copied to it.
  for (const { tensor, place } of placed) {
    if (buffers.get(tensor) !== place) {
      launchCopy(recorder, { from: buffers.get(tensor)!, to: place, words: tensor.size });
    }
  }
  options.after?.(recorder, context.bufferOf);
  return await assemble(device, { recorder, buffers, inputs, owned, options });
}

function isReadIn(order: readonly Tensor[], tensor: Tensor): boolean {
  return order.some((it) => it.inputs.includes(tensor));
}

async function assemble(
  device: Device,
  { recorder, buffers, inputs, owned, options }: {
    recorder: DispatchRecorder;
    buffers: ReadonlyMap<Tensor, BufferRef>;
    inputs: ReadonlyMap<string, FixedBuffer>;
    owned: GPUBuffer[];
    options: CompileOptions;
  },
): Promise<CompiledGraph> {
  const chunks = planMemory(recorder.planned).map((words, i) =>
    storageBuffer(device.gpu, `chunk ${i}`, words)
  );
  owned.push(...chunks);
  const pipelines = await makePipelines(device, recorder.dispatches);
  const dispatches: RecordedDispatch[] = recorder.dispatches.map((dispatch, i) => {
    const ranges = dispatch.bindings.map(({ buffer }) => rangeOf(buffer, chunks));
    if (dispatch.uniforms) {
      const buffer = uniformBuffer(device.gpu, dispatch.uniforms);
      owned.push(buffer);
      ranges.push({ buffer });
    }
    return {
      name: dispatch.kernel.name,
      pipeline: pipelines[i],
      bindGroup: device.gpu.createBindGroup({
        layout: pipelines[i].getBindGroupLayout(0),
        entries: ranges.map((resource, binding) => ({ binding, resource })),
      }),
      workgroups: dispatch.workgroups,
    };
  });
  const outputs = new Map<string, CompiledOutput>();
  for (const [name, tensor] of options.outputs) {
    const range = rangeOf(buffers.get(tensor)!, chunks);
    outputs.set(name, { dtype: tensor.dtype, range });
  }
  for (const [name, buffer] of options.extra ?? []) {
    outputs.set(name, { dtype: "f32", range: rangeOf(buffer, chunks) });
  }
  const stored = options.reuseMemory === false
    ? new Map([...buffers].map(([tensor, ref]) => [tensor, rangeOf(ref, chunks)]))
    : new Map<Tensor, GPUBufferBinding>();
  return new CompiledGraph(device, { dispatches, inputs, outputs, stored, chunks, owned });
}

function uniformBuffer(gpu: GPUDevice, uniforms: readonly number[] | Uint32Array): GPUBuffer {
  const words = new Uint32Array(Math.ceil(uniforms.length / 4) * 4);
  words.set(uniforms);
  const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const buffer = gpu.createBuffer({ size: words.byteLength, usage });
  gpu.queue.writeBuffer(buffer, 0, words);
  return buffer;
}
