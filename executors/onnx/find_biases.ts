import { ancestors, isOp, type Tensor } from "../../core/graph/mod.ts";

/**
 * Convolutions whose only consumer adds a parameter `[c]` to every position: an ONNX convolution takes
 * it as its bias. @returns The parameter by convolution.
 */
export function findBiases(outputs: readonly Tensor[]): Map<Tensor, Tensor> {
  const needed = ancestors(outputs);
  const uses = new Map<Tensor, number>(outputs.map((tensor) => [tensor, 1]));
  for (const { inputs } of needed) {
    for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  }
  const biases = new Map<Tensor, Tensor>();
  for (const tensor of needed) {
    const found = biasedConvolution(tensor);
    if (found && uses.get(found.convolution) === 1) biases.set(found.convolution, found.bias);
  }
  return biases;
}

/** The parts of convolution + reshape(parameter, [1, c, 1, 1]). */
export function biasedConvolution(
  tensor: Tensor,
): { convolution: Tensor; bias: Tensor } | undefined {
  if (!isOp(tensor, "add")) return undefined;
  const [convolution, shaped] = tensor.inputs;
  if (!isOp(convolution, "conv2d") && !isOp(convolution, "conv_transpose2d")) return undefined;
  const [bias] = shaped.inputs;
  const channels = convolution.shape[1];
  const isBias = isOp(shaped, "reshape") && bias.op.name === "parameter" &&
    String(shaped.shape) === String([1, channels, 1, 1]) && bias.shape.length === 1;
  return isBias ? { convolution, bias } : undefined;
}
