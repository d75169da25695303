import { type Graph, isOp, type Tensor } from "../../core/graph/mod.ts";

/** Settings that hold shapes: what matters of them is compared as the tensor's own shape. */
const HOLDS_SHAPE: ReadonlySet<string> = new Set(["input", "reshape", "broadcast_to", "slice"]);

/** Large primes: no side of a model is one by chance. Building a graph computes nothing. */
const BATCHES = [1009, 1013] as const;

/**
 * A graph for any number of images. Shapes in a graph are numbers, so it is built for two batches:
 * a side that differs between them follows the batch, all else must not differ.
 */
export class BatchGraph {
  /** The one of the smaller batch. */
  readonly graph: Graph;
  readonly #other: Graph;

  /**
   * @param build Makes the graph for n images.
   * @throws {TypeError} If the graphs differ in more than sides.
   */
  constructor(build: (n: number) => Graph) {
    this.graph = build(BATCHES[0]);
    this.#other = build(BATCHES[1]);
    requireAlike(this.graph.tensors.length === this.#other.tensors.length, "the graph");
    for (const tensor of this.graph.tensors) {
      const other = this.#twin(tensor);
      requireAlike(tensor.op.name === other.op.name && tensor.name === other.name, "an op");
      requireAlike(String(tensor.inputs.map(idOf)) === String(other.inputs.map(idOf)), "an input");
      requireAlike(tensor.shape.length === other.shape.length, `rank of ${tensor.op.name}`);
      const settings = [tensor, other].map(settingsOf);
      requireAlike(settings[0] === settings[1], `setting of ${tensor.op.name}`);
      const constants = [this.graph.constants.get(tensor), this.#other.constants.get(other)];
      requireAlike(String(constants[0]) === String(constants[1]), "a constant");
    }
  }

  /** Sides of a tensor, -1 where they follow the batch. */
  shape(tensor: Tensor): number[] {
    const { shape } = this.#twin(tensor);
    return tensor.shape.map((side, axis) => side === shape[axis] ? side : -1);
  }

  /** Whether both tensors have equally many coordinates along an axis in every batch. */
  sameSide(a: Tensor, b: Tensor, axis: number): boolean {
    return a.shape[axis] === b.shape[axis] &&
      this.#twin(a).shape[axis] === this.#twin(b).shape[axis];
  }

  #twin({ id }: Tensor): Tensor {
    return this.#other.tensors[id];
  }
}

function idOf({ id }: Tensor): number {
  return id;
}

function settingsOf(tensor: Tensor): string {
  if (isOp(tensor, "slice")) return JSON.stringify(tensor.attributes.starts);
  return HOLDS_SHAPE.has(tensor.op.name) ? "" : JSON.stringify(tensor.attributes);
}

function requireAlike(holds: boolean, what: string): void {
  if (holds) return;
  throw new TypeError(
    `Cannot write graph as ONNX as batches must differ in sides only: ${what} differs`,
  );
}
