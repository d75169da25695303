import type { TensorOf } from "../../../core/graph/mod.ts";
import type { Epilogue, Lowering } from "../compiled/lowering.ts";
import type { Buffer } from "../compiled/task.ts";
import { correlate } from "./correlate.ts";
import { correlationOf } from "./correlation.ts";
import { planOf } from "./correlation_plan.ts";
import { packPanels } from "./pack_panels.ts";

/**
 * Records the tasks of a convolution.
 * Where there are few channels, pixels next to each other are computed together, and a NaN reaches them all.
 */
export function lowerConv2d(
  context: Lowering,
  y: TensorOf<"conv2d">,
  out: Buffer,
  epilogue: Epilogue,
): void {
  lowerCorrelation(context, y, out, epilogue);
}

/** Records the tasks of a transposed convolution; as above, also for NaN. */
export function lowerConvTranspose2d(
  context: Lowering,
  y: TensorOf<"conv_transpose2d">,
  out: Buffer,
  epilogue: Epilogue,
): void {
  lowerCorrelation(context, y, out, epilogue);
}

function lowerCorrelation(
  context: Lowering,
  y: TensorOf<"conv2d" | "conv_transpose2d">,
  out: Buffer,
  { bias, relu }: Epilogue,
): void {
  const [x, weight] = y.inputs.map((it) => context.bufferOf(it));
  const plan = planOf(correlationOf(y));
  const panels = context.scratch(plan.groups * plan.groupWords, `${y.op.name} weights`);
  context.record(packPanels(plan, { weight, bias: bias && context.bufferOf(bias), panels }));
  context.record(correlate(plan, { x, panels, out }, { name: y.op.name, relu }));
}
