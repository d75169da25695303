import { ancestors, evaluate, type Tensor, type Values } from "../../core/graph/mod.ts";
import type { Axes, InputNode, PlanNode, Shared, View } from "./node.ts";
import { refusal } from "./refusal.ts";
import { whole } from "./view.ts";

/** The nodes of a plan under construction, and the view of each tensor on them. */
export class NodeBuilder {
  /** In topological order, the input first. */
  readonly nodes: PlanNode[];
  readonly input: InputNode;
  /** Values that depend on inputs other than the first. */
  readonly perGrid: Shared[] = [];
  readonly #views = new Map<Tensor, View>();

  /**
   * @param input What positions differ by: codes u32 `[1, h, w]` or pixels f32 `[1, c, h, w]`.
   * @param weights Values of the parameters by name.
   */
  constructor(input: Tensor, private readonly weights: ReadonlyMap<string, Values>) {
    const { shape, dtype } = input;
    if (shape[0] !== 1 || shape.length !== (dtype === "u32" ? 3 : 4)) {
      throw new TypeError(
        "Cannot order positions: expected the input to be codes [1, h, w] or pixels [1, c, h, w], " +
          `got ${dtype} [${shape}]`,
      );
    }
    const [height, width] = shape.slice(-2);
    const channels = dtype === "u32" ? 1 : shape[1];
    this.input = { kind: "input", dtype, height, width, channels };
    this.nodes = [this.input];
    this.#views.set(input, whole(this.input, dtype === "u32" ? "nhw" : "nchw"));
  }

  /** Whether any of the inputs of a tensor depends on the input of the plan. */
  dependsOnPosition(tensor: Tensor): boolean {
    return tensor.inputs.some((input) => this.#views.has(input));
  }

  /** Sets the view of a tensor. */
  set(tensor: Tensor, view: View): void {
    this.#views.set(tensor, view);
  }

  /** The view of a tensor that depends on the input, else undefined. */
  view(tensor: Tensor): View | undefined {
    return this.#views.get(tensor);
  }

  /** Adds a node and shows it whole. */
  add(node: PlanNode, axes: Axes): View {
    this.nodes.push(node);
    return whole(node, axes);
  }

  /** Values of a tensor that depends on parameters only. */
  constant(tensor: Tensor): Values {
    if (dependsOnInput(tensor)) throw refusal(tensor, "a tensor that depends on parameters only");
    return evaluate(tensor.graph, [tensor], this.weights)[0];
  }

  /** The values per channel of a tensor that is the same at all positions. */
  perChannel(tensor: Tensor, channels: number): Shared {
    const values = new Float32Array(channels);
    if (!dependsOnInput(tensor)) {
      spread(this.constant(tensor), values);
      return { values };
    }
    const shared = { values, tensor };
    this.perGrid.push(shared);
    return shared;
  }
}

/** Copies values, or repeats a single one. */
export function spread(from: Values, to: Float32Array): void {
  if (from.length === 1) to.fill(from[0]);
  else to.set(from);
}

function dependsOnInput(tensor: Tensor): boolean {
  return ancestors([tensor]).some(({ op }) => op.name === "input");
}
