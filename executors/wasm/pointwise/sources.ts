import type { Tensor } from "../../../core/graph/mod.ts";
import type { Lowering } from "../compiled/lowering.ts";
import type { Buffer } from "../compiled/task.ts";
import { MustStore } from "./space.ts";

/** Memory that a pass reads: of stored tensors, and of those that have to be stored for it alone. */
export class Sources {
  readonly #own = new Map<Tensor, Buffer>();

  /** @param store Records the task that computes a tensor. */
  constructor(
    private readonly context: Lowering,
    private readonly store: (tensor: Tensor, out: Buffer) => void,
  ) {}

  /** Where a tensor is, if it is stored; those of `computed` are to be computed by the pass itself. */
  memoryOf(tensor: Tensor, computed: readonly Tensor[] = []): Buffer | undefined {
    const own = this.#own.get(tensor);
    if (own || computed.includes(tensor) || !this.context.isStored(tensor)) return own;
    return this.context.bufferOf(tensor);
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
}
