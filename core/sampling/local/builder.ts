import { ancestors, evaluate, type Tensor, type Values } from "../../graph/mod.ts";
import { CodesNode } from "./codes_node.ts";
import { refusal } from "./refusal.ts";
import { RULES } from "./rules.ts";
import { type LocalNode, type View, whole } from "./view.ts";

/** Turns a one-image graph over a grid of codes into nodes that are computed position by position. */
export class Builder {
  /** In topological order, the codes first. */
  readonly nodes: LocalNode[];
  /** Tensors that depend on fed inputs but not on the codes, each with where its values belong. */
  readonly perGrid: { tensor: Tensor; values: Float32Array }[] = [];
  readonly codes: CodesNode;
  readonly #views = new Map<Tensor, View>();

  /**
   * @param codes Input u32 `[1, gh, gw]`.
   * @param weights Values of the parameters by name.
   */
  constructor(codes: Tensor, private readonly weights: ReadonlyMap<string, Values>) {
    const [n, height, width] = codes.shape;
    if (n !== 1 || codes.shape.length !== 3) {
      throw new TypeError(`Cannot sample as codes must be [1, gh, gw]: shape is [${codes.shape}]`);
    }
    this.codes = new CodesNode(height, width);
    this.nodes = [this.codes];
    this.#views.set(codes, whole(this.codes, "nhw"));
  }

  /** Adds what `output` needs. @throws {TypeError} If an op has no form at one position. */
  build(output: Tensor): View {
    for (const tensor of ancestors([output])) {
      if (!tensor.inputs.some((input) => this.#views.has(input))) continue;
      const rule = RULES[tensor.op.name];
      if (!rule) throw refusal(tensor, "it has no form at one position");
      this.#views.set(tensor, rule(tensor, this));
    }
    const view = this.#views.get(output);
    if (!view) throw new TypeError("Cannot sample as the output must depend on the codes");
    return view;
  }

  /** The view of a tensor that depends on the codes, else undefined. */
  view(tensor: Tensor): View | undefined {
    return this.#views.get(tensor);
  }

  /** Adds a node and shows it whole. */
  add(node: LocalNode, axes: View["axes"]): View {
    this.nodes.push(node);
    return whole(node, axes);
  }

  /** Values of a tensor that depends on parameters only. */
  constant(tensor: Tensor): Values {
    if (dependsOnInput(tensor)) throw refusal(tensor, "it must depend on parameters only");
    return evaluate(tensor.graph, [tensor], this.weights)[0];
  }

  /** One value per channel of a tensor that is the same everywhere; filled again for each grid if it may change. */
  perChannel(tensor: Tensor, channels: number): Float32Array {
    const values = new Float32Array(channels);
    if (dependsOnInput(tensor)) this.perGrid.push({ tensor, values });
    else spread(this.constant(tensor), values);
    return values;
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
