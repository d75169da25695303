import type { Sample, SampleRequest } from "../../generation/model.ts";
import type { Backend, CodeManifest } from "./page_model.ts";

/** A model opened on one backend. */
export interface Executor {
  readonly backend: Backend;
  readonly manifest: CodeManifest;
  /** Hash of the bundle. */
  readonly version: string;
  /** `[K, D]`. */
  readonly codebook: Float32Array;
  draw(requests: readonly SampleRequest[], hooks?: DrawHooks): Promise<DrawnSamples>;
  /** @param grids Each `[gh * gw]`. @returns Pixels `[c, h, w]` each. */
  decode(grids: readonly Uint32Array[]): Promise<Float32Array[]>;
  /** @param pixels `[c, h, w]`. @returns Codes `[gh * gw]`. */
  encode(pixels: Float32Array): Promise<Uint32Array>;
  /** Nats of each code. @returns `[gh * gw]`. */
  codeLogLikelihoods(codes: Uint32Array, label?: number): Promise<Float64Array>;
  /** Frees what the executor holds outside JavaScript. */
  close(): Promise<void>;
}

/** Options of {@link Executor.draw}. */
export interface DrawHooks {
  /** Called when rows become final. */
  readonly onRows?: (rows: FinalRows) => void;
  readonly signal?: AbortSignal;
}

/** An image whose upper rows are final. */
export interface FinalRows {
  readonly image: number;
  readonly rows: number;
  readonly codes: Uint32Array;
  /** `[c, h, w]`: the grid decoded, final or not. */
  readonly pixels: Float32Array;
}

/** Drawn grids and their pixels. */
export interface DrawnSamples {
  readonly samples: readonly Sample[];
  readonly pixels: readonly Float32Array[];
  /** Full passes of the prior, where there were some. */
  readonly passes?: number;
}
