import { ancestors, type Graph, isOp, sizeOf, type Tensor } from "../core/graph/mod.ts";

/** What running a graph of one image takes, as far as its shapes say. */
export interface GraphCost {
  readonly multiplyAdds: number;
  /** Those that parameters alone decide: they are computed once, when a model is opened. */
  readonly fixedMultiplyAdds: number;
  /** Places that instructions name: each position of each op, and each position that it reads for it. */
  readonly places: number;
  /** Of all values between the ops, each kept for itself, in rows of whole blocks. */
  readonly bytes: number;
}

/** Channels that kernels compute side by side. */
const BLOCK = 8;
/** Ops that move no value. */
const VIEWS: ReadonlySet<string> = new Set(["reshape", "transpose", "slice", "stop_gradient"]);

/** Multiply-adds of an op, and values that each of its positions reads. */
interface OpCost {
  readonly multiplyAdds: number;
  readonly readsAPosition: number;
}

/** What computing the outputs of a graph takes, computed from shapes alone: nothing is allocated. */
export function graphCost(graph: Graph): GraphCost {
  const inputs = [...graph.inputs.values()];
  const depends = new Set(inputs);
  const cost = { multiplyAdds: 0, fixedMultiplyAdds: 0, places: 0, bytes: 0 };
  for (const input of inputs) cost.bytes += bytesOf(input);
  for (const tensor of ancestors([...graph.outputs.values()])) {
    if (tensor.inputs.length === 0) continue;
    const { multiplyAdds, readsAPosition } = opCost(tensor);
    if (!tensor.inputs.some((source) => depends.has(source))) {
      cost.fixedMultiplyAdds += multiplyAdds;
      continue;
    }
    depends.add(tensor);
    if (VIEWS.has(tensor.op.name)) continue;
    cost.multiplyAdds += multiplyAdds;
    cost.places += tensor.size / channelsOf(tensor) * (1 + readsAPosition);
    cost.bytes += bytesOf(tensor);
  }
  return cost;
}

function opCost(tensor: Tensor): OpCost {
  const { inputs, size } = tensor;
  const [first, second] = inputs.map(({ shape }) => shape);
  if (isOp(tensor, "conv2d")) {
    const [, channels, height, width] = second;
    const taps = height * width;
    return { multiplyAdds: size * channels * taps, readsAPosition: taps };
  }
  if (isOp(tensor, "conv_transpose2d")) {
    const [channels, , height, width] = second;
    const { stride } = tensor.attributes;
    const taps = height * width / (stride[0] * stride[1]);
    return { multiplyAdds: size * channels * taps, readsAPosition: taps };
  }
  if (isOp(tensor, "conv2d_weight_gradient")) {
    const [images, , height, width] = second;
    const places = images * height * width;
    return { multiplyAdds: size * places, readsAPosition: places };
  }
  if (isOp(tensor, "matmul")) {
    const inner = first.at(tensor.attributes.transposeA ? -2 : -1)!;
    return { multiplyAdds: size * inner, readsAPosition: 1 };
  }
  const largest = Math.max(size, ...inputs.map(({ shape }) => sizeOf(shape)));
  return { multiplyAdds: largest, readsAPosition: inputs.length };
}

function bytesOf(tensor: Tensor): number {
  const channels = channelsOf(tensor);
  return tensor.size / channels * Math.ceil(channels / BLOCK) * BLOCK * 4;
}

function channelsOf({ op, shape, dtype }: Tensor): number {
  if (dtype === "u32") return 1;
  return (op.name === "embedding" ? shape.at(-1) : shape[1]) ?? 1;
}
