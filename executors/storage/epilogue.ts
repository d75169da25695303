import { isOp, type Tensor } from "../../core/graph/mod.ts";

/** What a convolution does with its sums as it stores them: `y = relu(sum + bias)`. */
export interface Epilogue {
  /** `[channels]`. */
  readonly bias?: Tensor;
  readonly relu: boolean;
}

/** A convolution, and the bias and relu that its kernel applies as it stores. */
export interface Fused {
  readonly convolution: Tensor;
  readonly epilogue: Epilogue;
  /** What is then never stored: the convolution, and its sum with the bias where a relu follows. */
  readonly between: readonly Tensor[];
}

/**
 * Finds `relu(add(conv, reshape(bias, [1, c, 1, 1])))` and `add(conv, …)` where nothing else reads
 * what lies between.
 * @returns By the last tensor of each pattern.
 */
export function findEpilogues(
  order: readonly Tensor[],
  wanted: ReadonlySet<Tensor>,
): Map<Tensor, Fused> {
  const consumers = new Map<Tensor, Tensor[]>();
  for (const tensor of order) {
    for (const input of tensor.inputs) {
      consumers.set(input, [...consumers.get(input) ?? [], tensor]);
    }
  }
  const onlyConsumer = (tensor: Tensor): Tensor | undefined => {
    const all = consumers.get(tensor) ?? [];
    return all.length === 1 && !wanted.has(tensor) ? all[0] : undefined;
  };
  const fused = new Map<Tensor, Fused>();
  for (const convolution of order) {
    if (!isOp(convolution, "conv2d") && !isOp(convolution, "conv_transpose2d")) continue;
    const add = onlyConsumer(convolution);
    const bias = add && biasOf(add, convolution);
    if (!add || !bias) continue;
    const next = onlyConsumer(add);
    const relu = next !== undefined && isOp(next, "relu");
    fused.set(relu ? next : add, {
      convolution,
      epilogue: { bias, relu },
      between: relu ? [convolution, add] : [convolution],
    });
  }
  return fused;
}

function biasOf(add: Tensor, convolution: Tensor): Tensor | undefined {
  if (!isOp(add, "add") || add.inputs[0] !== convolution) return undefined;
  const [, reshaped] = add.inputs;
  const channels = convolution.shape[1];
  const isBias = isOp(reshaped, "reshape") && String(reshaped.shape) === `1,${channels},1,1` &&
    reshaped.inputs[0].inputs.length === 0;
  return isBias ? reshaped.inputs[0] : undefined;
}
