import { type Graph, type GraphFile, instantiate, type Tensor } from "../../core/graph/mod.ts";

/** Large primes: no side of a model is one by chance. Instantiating a graph computes nothing. */
const BATCHES = [1009, 1013] as const;

/** A graph file for any number of images: sides that differ between two numbers of images follow the batch. */
export class BatchGraph {
  /** The one of the smaller batch. */
  readonly graph: Graph;
  readonly #other: Graph;

  constructor(file: GraphFile) {
    this.graph = instantiate(file, BATCHES[0]);
    this.#other = instantiate(file, BATCHES[1]);
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
