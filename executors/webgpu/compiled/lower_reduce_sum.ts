import type { TensorOf } from "../../../core/graph/mod.ts";
import { alongAxis } from "../kernels/along_axis.ts";
import { gridOf, MAX_ROW, WORKGROUP_SIZE } from "../kernels/grid.ts";
import type { BufferRef } from "../kernels/kernel.ts";
import type { Lowering } from "./lowering.ts";
import { bindings } from "./lower_pointwise.ts";
import { PointwiseWriter } from "./pointwise.ts";

/** Partial sums of a long reduction, so that it fills the machine. */
const MIN_INVOCATIONS = 2048;
const MIN_PART = 32;

/** y[o] = sum over r of x[o, r]. A long sum is split in parts, which a second kernel adds. */
export function lowerReduceSum(context: Lowering, y: TensorOf<"reduce_sum">, out: BufferRef): void {
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
  y: TensorOf<"reduce_sum">,
  { out, count, parts }: { out: BufferRef; count: number; parts: number },
): void {
  const [x] = y.inputs;
  const { axes } = y.attributes;
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
${bindings(writer, { shape: [y.size, parts], dtype: "f32" })}
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
  recorder.dispatch({
    kernel: alongAxis("sum_along", { axis: parts, inner: 1, count: size }),
    bindings: [{ buffer: partial, access: "read" }, { buffer: out, access: "read_write" }],
    workgroups: gridOf(size),
  });
}
