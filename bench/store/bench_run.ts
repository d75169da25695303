import * as z from "zod";
import type { BenchResult } from "../result.ts";

const MAX_TEXT = 200;
const MAX_RESULTS = 2000;
const text = z.string().min(1).max(MAX_TEXT);

/** Stands for the adapter of a machine that has none, or whose was not measured. */
export const NO_ADAPTER = "none";

/** A machine that ran benchmarks. Null where that wasn't recorded. */
export const BenchMachine = z.strictObject({
  cpu: text,
  cores: z.int().min(1).max(4096),
  memoryGiB: z.number().positive().max(1e6).nullable(),
  os: text,
  /** The WebGPU adapter, or {@link NO_ADAPTER}. */
  adapter: text,
});

const StoredResult = z.strictObject({
  name: text,
  unit: z.string().max(20),
  value: z.number(),
  best: z.number().nullable(),
  worst: z.number().nullable(),
  runs: z.int().min(1).nullable(),
});

/** A run of `deno task bench` as `--save` stores it, in `bench/results/<name>.json`. */
export const BenchRun = z.strictObject({
  machine: BenchMachine,
  deno: z.string().regex(/^\d+\.\d+\.\d+/),
  /** Full hash. */
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  /** True if files differed from that commit. */
  modified: z.boolean(),
  date: z.iso.datetime(),
  /** What a reader of the numbers has to know. */
  note: z.string().max(2000).optional(),
  results: z.array(StoredResult).min(1).max(MAX_RESULTS),
}).refine(({ results }) => new Set(results.map(({ name }) => name)).size === results.length, {
  path: ["results"],
  error: "names of results must differ",
});

export type BenchMachine = z.infer<typeof BenchMachine>;
export type StoredResult = z.infer<typeof StoredResult>;
export type BenchRun = z.infer<typeof BenchRun>;

/** What can be stored of results: of a name the last one, and numbers only (a runtime without a measurement gives NaN). */
export function storedResults(results: readonly BenchResult[]): StoredResult[] {
  const byName = new Map(results.map((result) => [result.name, result]));
  return [...byName.values()]
    .filter(({ value }) => Number.isFinite(value))
    .map(({ name, unit, value, best, worst, runs }) => ({
      name,
      unit,
      value,
      best: finite(best),
      worst: finite(worst),
      runs,
    }));
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
