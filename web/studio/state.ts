import type { BackendChoice } from "../runtime/page_model.ts";
import type { Bench } from "./bench.ts";
import { type BlendWay } from "./blend.ts";

/** The parts of the studio, in their order. */
export const TABS = ["generate", "edit", "draw", "codebook", "blend"] as const;
export type Tab = typeof TABS[number];

export const BACKENDS: readonly BackendChoice[] = ["auto", "webgpu", "wasm"];
/** How many pictures a sheet may hold. */
export const COUNTS: readonly number[] = [1, 4, 16, 36];

/** The two pictures between which pictures are made. */
export interface Ends {
  /** `[gh * gw]` each. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** All that the studio shows, and all that a link to it holds. */
export interface StudioState {
  readonly tab: Tab;
  /** Id of a served model; empty for the server's default. */
  readonly model: string;
  readonly backend: BackendChoice;
  /** In [0, 2^32). */
  readonly seed: number;
  /** Pictures of the sheet, with seeds from `seed` on. */
  readonly count: number;
  /** None: the seed draws one. */
  readonly class?: number;
  /** In [0, 4]. */
  readonly temperature: number;
  /** In [1, K]; all codes where it is left out. */
  readonly topK?: number;
  /** In (0, 1]. */
  readonly topP: number;
  /** In [0, 10]. */
  readonly guidance: number;
  /** Which picture of the sheet is chosen. */
  readonly chosen: number;
  /** The picture whose codes are edited. */
  readonly bench?: Bench;
  /** The entry of the codebook that is looked at. */
  readonly entry: number;
  readonly ends?: Ends;
  readonly blendWay: BlendWay;
  /** From the first end, 0, to the other, 1. */
  readonly blendAt: number;
}

/** What the studio shows to whom brings nothing along. */
export const FIRST_STATE: StudioState = {
  tab: "generate",
  model: "",
  backend: "auto",
  seed: 7,
  count: 16,
  temperature: 1,
  topP: 1,
  guidance: 1,
  chosen: 0,
  entry: 0,
  blendWay: "entries",
  blendAt: 0.5,
};
