import type { Device } from "../executors/webgpu/device.ts";
import type { Tuning } from "../executors/webgpu/compiled/tuning.ts";
import type { Effort } from "./measure.ts";
import type { BenchResult } from "./result.ts";

/** What a benchmark may use. */
export interface BenchContext {
  readonly effort: Effort;
  /** How long a benchmark lasts that takes as long as it is given; each has a default. */
  readonly seconds?: number;
}

/** A WebGPU adapter to measure. */
export interface MeasuredAdapter {
  readonly device: Device;
  /** Opens another device of the same adapter, which has compiled nothing yet. */
  openFresh(): Promise<Device>;
  /** The kernels that training takes on this adapter. */
  tuned(): Promise<Tuning>;
}

/** Something to be measured. */
export interface Benchmark {
  /** Its results' names begin with it, and `--only` looks in it. */
  readonly name: string;
  /** Runs for so long that it must be chosen by `--only`. */
  readonly long?: boolean;
  run(context: BenchContext): Promise<BenchResult[]>;
}
