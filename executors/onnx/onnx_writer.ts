import {
  ancestors,
  evaluate,
  type OpName,
  requireKnownOp,
  type Tensor,
  type TensorOf,
  Unsupported,
  type Values,
} from "../../core/graph/mod.ts";
import type { BatchGraph } from "./batch_graph.ts";
import { findBiases } from "./find_biases.ts";
import {
  type Attribute,
  FLOAT,
  type Initializer,
  INT32,
  type Node,
  type Port,
} from "./model_proto.ts";
import { refusal } from "./refusal.ts";

/** Writes the nodes of one op that depends on an input of the graph. @returns The name of its value. */
export type Rule<N extends OpName> = (w: OnnxWriter, y: TensorOf<N>) => string;

/** How each op is written. */
export type Rules = { readonly [N in OpName]: Rule<N> | Unsupported };

/** Collects the nodes and initializers of a graph. Tensors that depend on no input are computed here. */
export class OnnxWriter {
  readonly nodes: Node[] = [];
  readonly initializers = new Map<string, Initializer>();
  /** Tensors written so far that depend on an input. */
  readonly #fed: Set<Tensor>;
  /** Name of each value that is known so far. */
  readonly #names = new Map<Tensor, string>();
  /** Biases that the convolution adds itself. */
  readonly #biases: ReadonlyMap<Tensor, Tensor>;
  readonly #outputs: ReadonlyMap<string, Tensor>;

  constructor(
    private readonly batches: BatchGraph,
    private readonly weights: ReadonlyMap<string, Values>,
  ) {
    const { inputs, outputs } = batches.graph;
    this.#outputs = outputs;
    this.#biases = findBiases([...outputs.values()]);
    this.#fed = new Set(inputs.values());
    for (const [name, tensor] of inputs) this.#names.set(tensor, name);
  }

  /** Inputs or outputs as the file declares them. */
  ports(tensors: ReadonlyMap<string, Tensor>): Map<string, Port> {
    return new Map(Array.from(tensors, ([name, tensor]) => {
      const type = tensor.dtype === "f32" ? FLOAT : INT32;
      return [name, { type, shape: this.shape(tensor) }];
    }));
  }

  /** Writes what the outputs need. @throws {TypeError} If a rule refuses, naming the op and the reason. */
  writeOutputs(rules: Rules): void {
    for (const tensor of ancestors([...this.#outputs.values()])) {
      if (!tensor.inputs.some((input) => this.#fed.has(input))) continue;
      this.#fed.add(tensor);
      this.#names.set(tensor, this.#write(rules, requireKnownOp(tensor)));
    }
    for (const [name, tensor] of this.#outputs) {
      this.nodes.push({
        operator: "Identity",
        inputs: [this.name(tensor)],
        output: name,
        attributes: {},
      });
    }
  }

  #write<N extends OpName>(rules: Rules, tensor: TensorOf<N>): string {
    const rule: Rule<N> | Unsupported = rules[tensor.op.name];
    if (rule instanceof Unsupported) throw rule.error(`write ${tensor.op.name} as ONNX`);
    return rule(this, tensor);
  }

  /** The name of a tensor's value; one that depends on no input becomes an initializer. */
  name(tensor: Tensor): string {
    const known = this.#names.get(tensor);
    if (known !== undefined) return known;
    if (this.shape(tensor).includes(-1)) {
      throw refusal(tensor, "a shape that no input decides to be the same for every batch");
    }
    const name = tensor.op.name === "parameter" ? tensor.name! : `constant_${tensor.id}`;
    const [result] = evaluate(tensor.graph, [tensor], this.weights);
    this.#names.set(tensor, name);
    return this.initializer(name, { shape: tensor.shape, values: result });
  }

  /** Adds a node for a tensor and names its value. */
  node(
    operator: string,
    tensor: Tensor,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const base = `${tensor.op.name}_${tensor.id}`;
    const taken = this.nodes.filter(({ output }) => output.split(".")[0] === base).length;
    const output = taken > 0 ? `${base}.${taken}` : base;
    this.nodes.push({ operator, inputs, output, attributes });
    return output;
  }

  /** A list of integers as an operator takes them. */
  integers(values: readonly number[]): string {
    const content = BigInt64Array.from(values, BigInt);
    return this.initializer(`integers_${values.join("_")}`, {
      shape: [values.length],
      values: content,
    });
  }

  /** One f32. */
  scalar(value: number): string {
    return this.initializer(`scalar_${value}`, { shape: [], values: Float32Array.of(value) });
  }

  /** Adds a value, once for each name. */
  initializer(name: string, value: Initializer): string {
    if (!this.initializers.has(name)) this.initializers.set(name, value);
    return name;
  }

  /** Sides, -1 where they follow the batch. */
  shape(tensor: Tensor): number[] {
    return this.batches.shape(tensor);
  }

  /** Whether both have equally many coordinates along an axis in every batch. */
  sameSide(a: Tensor, b: Tensor, axis: number): boolean {
    return this.batches.sameSide(a, b, axis);
  }

  /** The bias `[c]` that is added to a convolution, if it is the only thing done with it. */
  biasOf(convolution: Tensor): Tensor | undefined {
    return this.#biases.get(convolution);
  }
}
