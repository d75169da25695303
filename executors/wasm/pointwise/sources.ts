import type { Tensor } from "../../../core/graph/mod.ts";
import type { Lowering } from "../compiled/lowering.ts";
import type { Buffer } from "../compiled/task.ts";
import { inOrder } from "./node.ts";
import type { Piece } from "./pieces.ts";
import { MustStore } from "./space.ts";

/** Memory that a pass reads: of stored tensors, and of those that have to be stored for it alone. */
export class Sources {
  readonly #own = new Map<Tensor, Buffer>();

  /** @param store Records the task that computes a tensor. */
  constructor(
    private readonly context: Lowering,
    private readonly store: (tensor: Tensor, out: Buffer) => void,
  ) {}

  /** Whether there is memory to read; a tensor of `computed` is to be computed by the pass itself. */
  isStored(tensor: Tensor, computed: readonly Tensor[] = []): boolean {
    return this.#own.has(tensor) || (this.context.isStored(tensor) && !computed.includes(tensor));
  }

  /** Where a tensor is. */
  bufferOf(tensor: Tensor): Buffer {
    return this.#own.get(tensor) ?? this.context.bufferOf(tensor);
  }

  /** Calls `trace` until it misses no tensor, storing those that it throws as {@link MustStore}. */
  trace<T>(trace: () => T): T {
    for (;;) {
      try {
        return trace();
      } catch (reason) {
        if (!(reason instanceof MustStore)) throw reason;
        const { tensor } = reason;
        const out = this.context.scratch(tensor.size, `${tensor.op.name} ${tensor.id}`);
        this.store(tensor, out);
        this.#own.set(tensor, out);
      }
    }
  }

  /** The memory that pieces read. */
  readsOf(pieces: readonly Piece[]): Buffer[] {
    const nodes = inOrder(pieces.flatMap(({ values }) => values));
    const tensors = nodes.flatMap((node) => "tensor" in node ? [node.tensor] : []);
    return [...new Set(tensors.map((tensor) => this.bufferOf(tensor)))];
  }
}
