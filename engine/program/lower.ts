import type { Tensor } from "../../core/graph/mod.ts";
import type { BufferRef, KernelSource } from "../kernels/kernel.ts";
import { launchConv2d, launchConv2dInputGradient } from "../kernels/conv2d.ts";
import { launchConv2dWeightGradient } from "../kernels/conv2d_weight_gradient.ts";
import { launchMatmul } from "../kernels/matmul.ts";
import alongAxisSource from "../kernels/along_axis.wgsl" with { type: "text" };
import { gridOf, MAX_ROW, WORKGROUP_SIZE } from "../kernels/grid.ts";
import { PointwiseWriter } from "./pointwise.ts";
import type { ProgramRecorder } from "./recorder.ts";

/** What lowering a tensor may use. */
export interface Lowering {
  readonly recorder: ProgramRecorder;
  /** Tensors with memory; the rest is computed where it is read. */
  isStored(tensor: Tensor): boolean;
  bufferOf(tensor: Tensor): BufferRef;
}

/** A convolution whose bias and relu are computed as it is stored. */
export interface Epilogue {
  readonly bias?: Tensor;
  readonly relu: boolean;
}

/** Records the dispatches that compute `tensor` into `out`. */
export function lower(
  context: Lowering,
  tensor: Tensor,
  out: BufferRef,
  epilogue: Epilogue = { relu: false },
): void {
  const kernel = KERNELS[tensor.op.name];
  if (kernel) kernel(context, tensor, out, epilogue);
  else lowerPointwise(context, tensor, out);
}

/** Records one kernel that computes each element of `tensor`. */
export function lowerPointwise(
  { recorder, ...context }: Lowering,
  y: Tensor,
  out: BufferRef,
): void {
  // The tensor itself is computed here even if it is stored; everything stored below it is read.
  const writer = new PointwiseWriter((it) => it !== y && context.isStored(it));
  const value = writer.read(y, writer.place(y, { index: "i" }));
  const code =
    `// ${y.op.name}: y[i] = f(inputs); one invocation per element. Oracle: the ops' references.
${bindings(writer, y)}
${writer.functions}
@compute @workgroup_size(${WORKGROUP_SIZE})
fn pointwise(@builtin(global_invocation_id) gid: vec3u) {
  let i = gid.x + gid.y * ${MAX_ROW * WORKGROUP_SIZE}u;
  if (i >= ${y.size}u) { return; }
  ${writer.body}
  y[i] = ${value};
}`;
  recorder.dispatch({
    kernel: { name: `pointwise ${y.op.name}`, code, entryPoint: "pointwise" },
    bindings: [
      ...writer.buffers.map((it) => ({ buffer: context.bufferOf(it), access: "read" as const })),
      { buffer: out, access: "read_write" },
    ],
    workgroups: gridOf(y.size),
  });
}

function bindings(writer: PointwiseWriter, y: Tensor): string {
  const read = writer.buffers.map((it, i) =>
    `@group(0) @binding(${i}) var<storage, read> b${i}: array<${it.dtype}>; // [${it.shape}]`
  );
  const out =
    `@group(0) @binding(${writer.buffers.length}) var<storage, read_write> y: array<${y.dtype}>;`;
  return [...read, `${out} // [${y.shape}]`].join("\n");
}

/** Partial sums of a long reduction, so that it fills the machine. */
const MIN_INVOCATIONS = 2048;
const MIN_PART = 32;

// y[o] = sum over r of x[o, r]. A long sum is split in parts, which a second kernel adds.
function lowerReduceSum(context: Lowering, y: Tensor, out: BufferRef): void {
  const [x] = y.inputs;
  const count = x.size / y.size;
  const parts = Math.max(
    1,
    Math.min(Math.ceil(MIN_INVOCATIONS / y.size), Math.floor(count / MIN_PART)),
  );
  if (parts === 1) return sumParts(context, y, { out, count, parts });
  const partial = context.recorder.scratch(y.size * parts, "partial sums");
  sumParts(context, y, { out: partial, count, parts });
  sumRows(context, { partial, parts, size: y.size, out });
}

function sumParts(
  { recorder, ...context }: Lowering,
  y: Tensor,
  { out, count, parts }: { out: BufferRef; count: number; parts: number },
): void {
  const [x] = y.inputs;
  const axes: number[] = y.attributes.axes;
  const writer = new PointwiseWriter(context.isStored);
  const coordinates: string[] = new Array(x.shape.length);
  // o counts the kept axes in row-major order, r the summed ones.
  for (const [name, chosen] of [["o", false], ["r", true]] as const) {
    let stride = 1;
    for (let axis = x.shape.length - 1; axis >= 0; axis--) {
      if (axes.includes(axis) !== chosen) continue;
      const side = x.shape[axis];
      coordinates[axis] = side === 1 ? "0u" : writer.write(`(${name} / ${stride}u) % ${side}u`);
      stride *= side;
    }
  }
  const value = writer.read(x, writer.place(x, { coordinates }));
  const part = Math.ceil(count / parts);
  const code =
    `// y[o * parts + p] = sum of x[o, r] over r in part p; one invocation per (o, p). Oracle: reduce_sum.ts.
${bindings(writer, { ...y, shape: [y.size, parts], dtype: "f32" } as unknown as Tensor)}
${writer.functions}
@compute @workgroup_size(${WORKGROUP_SIZE})
fn reduce_sum(@builtin(global_invocation_id) gid: vec3u) {
  let i = gid.x + gid.y * ${MAX_ROW * WORKGROUP_SIZE}u;
  if (i >= ${y.size * parts}u) { return; }
  let o = i / ${parts}u;
  let start = (i % ${parts}u) * ${part}u;
  let end = min(start + ${part}u, ${count}u);
  var sum = 0.0;
  for (var r = start; r < end; r++) {
    ${writer.body}
    sum += ${value};
  }
  y[i] = sum;
}`;
  recorder.dispatch({
    kernel: { name: "reduce_sum", code, entryPoint: "reduce_sum" },
    bindings: [
      ...writer.buffers.map((it) => ({ buffer: context.bufferOf(it), access: "read" as const })),
      { buffer: out, access: "read_write" },
    ],
    workgroups: gridOf(y.size * parts),
  });
}

function sumRows(
  { recorder }: Lowering,
  { partial, parts, size, out }: {
    partial: BufferRef;
    parts: number;
    size: number;
    out: BufferRef;
  },
): void {
  const kernel = alongAxis("sum_along");
  recorder.dispatch({
    kernel: { ...kernel, constants: { AXIS: parts, INNER: 1, COUNT: size } },
    bindings: [{ buffer: partial, access: "read" }, { buffer: out, access: "read_write" }],
    workgroups: gridOf(size),
  });
}

function alongAxis(entryPoint: string): KernelSource {
  return { name: entryPoint, code: alongAxisSource, entryPoint };
}

/** softmax, log_softmax, cross_entropy, argmin: one invocation walks the axis of one (outer, inner). */
function lowerAlongAxis({ recorder, bufferOf }: Lowering, y: Tensor, out: BufferRef): void {
  const [x, targets] = y.inputs;
  const axis: number = y.attributes.axis;
  const inner = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const count = x.size / x.shape[axis];
  // The u32 forms share the f32 bindings' layout: each entry point binds what it reads.
  const name = y.op.name;
  const bindings = [{ buffer: bufferOf(x), access: "read" as const }, {
    buffer: out,
    access: "read_write" as const,
  }];
  if (targets) bindings.push({ buffer: bufferOf(targets), access: "read" });
  recorder.dispatch({
    kernel: { ...alongAxis(name), constants: { AXIS: x.shape[axis], INNER: inner, COUNT: count } },
    bindings,
    workgroups: gridOf(count),
  });
}

function lowerMatmul({ recorder, bufferOf }: Lowering, y: Tensor, out: BufferRef): void {
  const [a, b] = y.inputs;
  const { transposeA, transposeB } = y.attributes;
  const [m, k] = transposeA
    ? [a.shape.at(-1)!, a.shape.at(-2)!]
    : [a.shape.at(-2)!, a.shape.at(-1)!];
  launchMatmul(recorder, {
    a: bufferOf(a),
    b: bufferOf(b),
    out,
    batch: a.shape.length === 3 ? a.shape[0] : 1,
    m,
    n: y.shape.at(-1)!,
    k,
    transposeA,
    transposeB,
  });
}

// deno-lint-ignore no-explicit-any
function convShape(x: readonly number[], y: readonly number[], kernel: readonly number[], at: any) {
  return {
    n: x[0],
    inChannels: x[1],
    inHeight: x[2],
    inWidth: x[3],
    outChannels: y[1],
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    outHeight: y[2],
    outWidth: y[3],
    strideHeight: at.stride[0],
    strideWidth: at.stride[1],
    padTop: at.pad[0],
    padLeft: at.pad[1],
    groups: at.groups,
  };
}

type Kernel = (context: Lowering, y: Tensor, out: BufferRef, epilogue: Epilogue) => void;

/** Ops with kernels of their own; every other op is pointwise. */
const KERNELS: Readonly<Record<string, Kernel>> = {
  reduce_sum: lowerReduceSum,
  softmax: lowerAlongAxis,
  log_softmax: lowerAlongAxis,
  cross_entropy: lowerAlongAxis,
  argmin: lowerAlongAxis,
  matmul: lowerMatmul,
  conv2d: ({ recorder, bufferOf }, y, out, { bias, relu }) => {
    const [x, weight] = y.inputs;
    launchConv2d(recorder, {
      x: bufferOf(x),
      weight: bufferOf(weight),
      bias: bias && bufferOf(bias),
      activation: relu ? "relu" : "none",
      out,
      shape: convShape(x.shape, y.shape, weight.shape.slice(2), y.attributes),
    });
  },
  conv_transpose2d: ({ recorder, bufferOf }, y, out, { bias, relu }) => {
    const [x, weight] = y.inputs;
    launchConv2dInputGradient(recorder, {
      dY: bufferOf(x),
      weight: bufferOf(weight),
      bias: bias && bufferOf(bias),
      activation: relu ? "relu" : "none",
      dX: out,
      shape: convShape(y.shape, x.shape, weight.shape.slice(2), y.attributes),
    });
  },
  conv2d_weight_gradient: ({ recorder, bufferOf }, y, out) => {
    const [x, dY] = y.inputs;
    launchConv2dWeightGradient(recorder, {
      x: bufferOf(x),
      dY: bufferOf(dY),
      dWeight: out,
      shape: convShape(x.shape, dY.shape, y.shape.slice(2), y.attributes),
    });
  },
};
