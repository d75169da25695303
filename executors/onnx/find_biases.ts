import { ancestors, type Tensor } from "../../core/graph/mod.ts";

const CONVOLUTIONS: ReadonlySet<string> = new Set(["conv2d", "conv_transpose2d"]);

/**
 * Convolutions whose only use is that a parameter `[c]` is added to every position: an ONNX
 * convolution does that itself. @returns The parameter by convolution.
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
  { op, inputs: [convolution, shaped] }: Tensor,
): { convolution: Tensor; bias: Tensor } | undefined {
  if (op.name !== "add" || !CONVOLUTIONS.has(convolution.op.name)) return undefined;
  const [bias] = shaped.inputs;
  const channels = convolution.shape[1];
  const isBias = shaped.op.name === "reshape" && bias.op.name === "parameter" &&
    String(shaped.shape) === String([1, channels, 1, 1]) && bias.shape.length === 1;
  return isBias ? { convolution, bias } : undefined;
}
