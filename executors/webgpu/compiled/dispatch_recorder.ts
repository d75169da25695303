import type { BufferRef, Dispatch, Recorder, Tiling } from "../kernels/kernel.ts";
import type { Device } from "../device.ts";
import { FixedBuffer, PlannedBuffer } from "./buffers.ts";
import { tilingKey, type Tuning } from "./tuning.ts";

/** Records the dispatches of a compiled graph, and the lifetime of each planned buffer. */
export class DispatchRecorder implements Recorder {
  readonly dispatches: Dispatch[] = [];
  readonly planned: PlannedBuffer[] = [];

  /** Name of the op whose kernels are being recorded. */
  op = "";

  constructor(private readonly device: Device, private readonly tuning: Tuning) {}

  get tiling(): Tiling {
    return this.tuning.choose(tilingKey(this.op), tilingsOf(this.device));
  }

  get subgroupSize(): number {
    return this.device.subgroupSize;
  }

  get limits(): GPUSupportedLimits {
    return this.device.gpu.limits;
  }

  variant<Name extends string>(key: string, names: readonly Name[]): Name {
    return this.tuning.choose(key, names);
  }

  scratch(words: number, label: string): PlannedBuffer {
    const buffer = new PlannedBuffer(label, words);
    this.planned.push(buffer);
    return buffer;
  }

  dispatch(dispatch: Dispatch): void {
    const at = this.dispatches.push(dispatch) - 1;
    for (const { buffer } of dispatch.bindings) {
      if (!(buffer instanceof PlannedBuffer)) continue;
      buffer.first = Math.min(buffer.first, at);
      buffer.last = Math.max(buffer.last, at);
    }
  }
}

/** The tilings that work on a device, the one that is likely faster first: register tiles on lavapipe, shared memory on GPUs. */
function tilingsOf({ subgroupSize, software }: Device): Tiling[] {
  if (subgroupSize === 0) return ["workgroup"];
  return software ? ["subgroup", "workgroup"] : ["workgroup", "subgroup"];
}

/** The GPU range behind a buffer handle. @param chunks The planner's memory. */
export function rangeOf(ref: BufferRef, chunks: readonly GPUBuffer[]): GPUBufferBinding {
  if (ref instanceof FixedBuffer) {
    return { buffer: ref.buffer, offset: ref.offset * 4, size: Math.max(4, ref.words * 4) };
  }
  if (ref instanceof PlannedBuffer) {
    return { buffer: chunks[ref.chunk], offset: 0, size: Math.max(4, ref.words * 4) };
  }
  throw new TypeError(
    `Cannot bind "${ref.label}": expected a buffer of this compiled graph, got another`,
  );
}
