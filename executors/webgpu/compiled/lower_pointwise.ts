import type { Tensor, TensorOf } from "../../../core/graph/mod.ts";
import { gridOf, MAX_ROW, WORKGROUP_SIZE } from "../kernels/grid.ts";
import type { BufferRef } from "../kernels/kernel.ts";
import type { Lowering } from "./lowering.ts";
import { MAX_READS } from "./materialise.ts";
import { PointwiseWriter } from "./pointwise.ts";
import type { PointwiseName } from "./pointwise_rules.ts";

/** Records one kernel that computes each element of `y`. */
export function lowerPointwise(
  context: Lowering,
  y: TensorOf<PointwiseName>,
  out: BufferRef,
): void {
  // The tensor itself is computed here even if it is stored; everything stored below it is read.
  const writer = new PointwiseWriter((it) => it !== y && context.isStored(it));
  const value = writer.read(y, writer.place(y, { index: "i" }));
  dispatchElements(context, { writer, y, out, count: y.size, target: "i", value });
}

/** y = inputs along an axis: one kernel, or one for each of more inputs than a kernel may read. */
export function lowerConcat(context: Lowering, y: TensorOf<"concat">, out: BufferRef): void {
  if (y.inputs.length <= MAX_READS) return lowerPointwise(context, y, out);
  let start = 0;
  for (const x of y.inputs) {
    const writer = new PointwiseWriter(context.isStored);
    const from = writer.place(x, { index: "i" });
    const value = writer.read(x, from);
    const coordinates = from.coordinates.map((c, axis) =>
      axis === y.attributes.axis ? writer.write(`${c} + ${start}u`) : c
    );
    const target = writer.place(y, { coordinates }).index;
    dispatchElements(context, { writer, y, out, count: x.size, target, value });
    start += x.shape[y.attributes.axis];
  }
}

/** WGSL of the bindings of a kernel that writes `y`. */
export function bindings(writer: PointwiseWriter, y: Pick<Tensor, "dtype" | "shape">): string {
  const read = writer.buffers.map((it, i) =>
    `@group(0) @binding(${i}) var<storage, read> b${i}: array<${it.dtype}>; // [${it.shape}]`
  );
  const out =
    `@group(0) @binding(${writer.buffers.length}) var<storage, read_write> y: array<${y.dtype}>;`;
  return [...read, `${out} // [${y.shape}]`].join("\n");
}

/** Records `y[target] = value` for `count` invocations `i`. */
function dispatchElements(
  { recorder, bufferOf }: Lowering,
  { writer, y, out, count, target, value }: {
    writer: PointwiseWriter;
    y: Tensor;
    out: BufferRef;
    count: number;
    target: string;
    value: string;
  },
): void {
  const code =
    `// ${y.op.name}: y[${target}] = f(inputs); one invocation per element. Oracle: the ops' references.
${bindings(writer, y)}
${writer.functions}
@compute @workgroup_size(${WORKGROUP_SIZE})
fn pointwise(@builtin(global_invocation_id) gid: vec3u) {
  let i = gid.x + gid.y * ${MAX_ROW * WORKGROUP_SIZE}u;
  if (i >= ${count}u) { return; }
  ${writer.body}
  y[${target}] = ${value};
}`;
  recorder.dispatch({
    kernel: { name: `pointwise ${y.op.name}`, code, entryPoint: "pointwise" },
    bindings: [
      ...writer.buffers.map((it) => ({ buffer: bufferOf(it), access: "read" as const })),
      { buffer: out, access: "read_write" },
    ],
    workgroups: gridOf(count),
  });
}
