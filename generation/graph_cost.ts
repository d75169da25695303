import { ancestors, isOp, type Tensor } from "../core/graph/mod.ts";

/** What running a graph of one image takes, as far as its shapes say. */
export interface GraphCost {
  readonly multiplyAdds: number;
  /** Places that instructions name: each position of each op, and each position that it reads for it. */
  readonly places: number;
  /** Of all values between the ops, each kept for itself, in rows of whole blocks. */
  readonly bytes: number;
}

/** Channels that kernels compute side by side. */
const BLOCK = 8;
/** Ops that move no value. */
const VIEWS: ReadonlySet<string> = new Set(["reshape", "transpose", "slice", "stop_gradient"]);
/** Positions, and values that each reads, of one op. */
interface OpCost {
  readonly multiplyAdds: number;
  readonly readsAPosition: number;
}

/**
 * What computing a tensor from an input takes, computed from shapes alone: nothing is allocated.
 *
 * @param input What it is computed from; what parameters alone decide is computed once, when a model is opened.
 */
export function graphCost(output: Tensor, input: Tensor): GraphCost {
  const depends = new Set([input]);
  const cost = { multiplyAdds: 0, places: 0, bytes: bytesOf(input) };
  for (const tensor of ancestors([output])) {
    if (!tensor.inputs.some((source) => depends.has(source))) continue;
    depends.add(tensor);
    if (VIEWS.has(tensor.op.name)) continue;
    const { multiplyAdds, readsAPosition } = opCost(tensor);
    cost.multiplyAdds += multiplyAdds;
    cost.places += tensor.size / channelsOf(tensor) * (1 + readsAPosition);
    cost.bytes += bytesOf(tensor);
  }
  return cost;
}

function opCost(tensor: Tensor): OpCost {
  const { op, inputs, size } = tensor;
  const [, weight] = inputs;
  if (isOp(tensor, "conv_transpose2d")) {
    const [channels, , height, width] = weight.shape;
    const { stride } = tensor.attributes;
    const taps = height * width / (stride[0] * stride[1]);
    return { multiplyAdds: size * channels * taps, readsAPosition: taps };
  }
  switch (op.name) {
    case "conv2d": {
      const [, channels, height, width] = weight.shape;
      const taps = height * width;
      return { multiplyAdds: size * channels * taps, readsAPosition: taps };
    }
    case "matmul":
      return { multiplyAdds: size * inputs[0].shape[1], readsAPosition: 1 };
    default:
      return { multiplyAdds: size, readsAPosition: inputs.length };
  }
}

function bytesOf(tensor: Tensor): number {
  const channels = channelsOf(tensor);
  return tensor.size / channels * Math.ceil(channels / BLOCK) * BLOCK * 4;
}

function channelsOf({ op, shape, dtype }: Tensor): number {
  if (dtype === "u32") return 1;
  return (op.name === "embedding" ? shape.at(-1) : shape[1]) ?? 1;
}
