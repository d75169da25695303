import { createHash } from "node:crypto";
import * as z from "zod";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../core/bundle/mod.ts";
import { ADAM_STATE, type AdamArena } from "../executors/webgpu/optimiser/adam.ts";
import { writeAtomically } from "./files/atomic_write.ts";
import { TrainingConfig } from "../training/config.ts";
import type { Best } from "../training/loop.ts";
import type { TrainerState } from "../training/trainer.ts";

/** A run at one moment, whole: what `--resume` goes on from and `export` makes a bundle of. */
export interface Checkpoint {
  readonly config: TrainingConfig;
  readonly seed: number;
  readonly dataset: { readonly name: string; readonly trainHash: string };
  readonly stage: "autoencoder" | "prior";
  readonly state: TrainerState;
  readonly best: Best | undefined;
  /** Weights of stages that are done: `autoencoder.…`. */
  readonly frozen: ReadonlyMap<string, Float32Array>;
  /** Spent on the run so far. */
  readonly seconds: number;
  /** Name of the device. */
  readonly adapter: string;
  /** Measured kernel choices by key: with others, a resumed run would differ in its last bits. */
  readonly tuning: ReadonlyMap<string, string>;
}

/** A checkpoint that is missing, broken or another run's. */
export class CheckpointError extends Error {
  constructor(path: string, rule: string, state: string, options?: ErrorOptions) {
    super(`Cannot use checkpoint ${path} as ${rule}: ${state}`, options);
    this.name = "CheckpointError";
  }
}

const Layout = z.array(z.tuple([z.string(), z.int().min(0)]));

/** The part that is no tensor; `layouts` tell names and sizes of what lies in the flat tensors. */
const Record = z.strictObject({
  format: z.literal(1),
  config: TrainingConfig,
  seed: z.int().min(0).max(2 ** 32 - 1),
  dataset: z.strictObject({ name: z.string(), trainHash: z.string() }),
  stage: z.enum(["autoencoder", "prior"]),
  step: z.int().min(0),
  best: z.strictObject({ step: z.int(), loss: z.number() }).optional(),
  seconds: z.number().min(0),
  adapter: z.string().default("not recorded"),
  tuning: z.record(z.string(), z.string()).default({}),
  layouts: z.strictObject({ parameters: Layout, best: Layout, frozen: Layout }),
});
type Record = z.infer<typeof Record>;

/** JSON text as UTF-8 bytes, filled up with spaces to whole words. */
const RECORD_TENSOR = "record";
/** SHA-256 of all other tensors: a flipped bit in a weight is noticed. */
const DIGEST_TENSOR = "sha256";

/** Writes a checkpoint: either the old file stays or the new one is whole. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { config, seed, dataset, stage, state, best, frozen, seconds, adapter, tuning } =
    checkpoint;
  const groups = {
    parameters: state.parameters,
    best: best?.parameters ?? new Map<string, Float32Array>(),
    frozen,
  };
  const layoutOf = (group: ReadonlyMap<string, Float32Array>) =>
    [...group].map(([name, { length }]): [string, number] => [name, length]);
  const record: Record = {
    format: 1,
    config,
    seed,
    dataset,
    stage,
    step: state.step,
    best: best && { step: best.step, loss: best.loss },
    seconds,
    adapter,
    tuning: Object.fromEntries(tuning),
    layouts: {
      parameters: layoutOf(groups.parameters),
      best: layoutOf(groups.best),
      frozen: layoutOf(groups.frozen),
    },
  };
  const tensors = new Map<string, StoredTensor>([[
    RECORD_TENSOR,
    textTensor(JSON.stringify(record)),
  ]]);
  for (const [name, group] of Object.entries(groups)) {
    tensors.set(name, flatTensor(concatenate([...group.values()])));
  }
  for (const arena of ADAM_STATE) tensors.set(arena, flatTensor(state.optimizer[arena]));
  const digest = digestOf(tensors);
  tensors.set(DIGEST_TENSOR, { dtype: "U32", shape: [digest.length], data: digest });
  await writeAtomically(path, writeSafetensors(tensors));
}

/**
 * Reads a checkpoint.
 * @param identity Settings that a run must share to go on from it.
 * @throws {CheckpointError} If there is none, it is broken, or it is another run's.
 */
export async function readCheckpoint(
  path: string,
  identity?: Pick<Checkpoint, "config" | "seed" | "dataset">,
): Promise<Checkpoint> {
  const bytes = await Deno.readFile(path).catch((cause) => {
    throw new CheckpointError(path, "it must be readable", cause.message, { cause });
  });
  let checkpoint: Checkpoint;
  try {
    checkpoint = parse(readSafetensors(bytes));
  } catch (cause) {
    throw new CheckpointError(path, "it must be whole", (cause as Error).message, { cause });
  }
  if (identity) {
    const { dataset, seed, config } = identity;
    const state = difference({ dataset, seed, config }, checkpoint, "");
    if (state) throw new CheckpointError(path, "its settings must be this run's", state);
  }
  return checkpoint;
}

function parse(tensors: ReadonlyMap<string, StoredTensor>): Checkpoint {
  const digest = tensors.get(DIGEST_TENSOR); // none in checkpoints of the first runs
  if (digest && String(digest.data) !== String(digestOf(tensors))) {
    throw new RangeError("its SHA-256 is another");
  }
  const known = [
    RECORD_TENSOR,
    DIGEST_TENSOR,
    ...Object.keys(Record.shape.layouts.shape),
    ...ADAM_STATE,
  ];
  const other = [...tensors.keys()].find((name) => !known.includes(name));
  if (other !== undefined) throw new RangeError(`tensor "${other}" is none of a checkpoint's`);
  const words = tensors.get(RECORD_TENSOR)?.data;
  if (!words) throw new RangeError(`tensor "${RECORD_TENSOR}" is missing`);
  const text = new TextDecoder().decode(words as Uint32Array<ArrayBuffer>);
  const record = Record.parse(JSON.parse(text));
  const { config, seed, dataset, stage, step, best, seconds, adapter, tuning, layouts } = record;
  const group = (name: keyof Record["layouts"]) => split(flatOf(tensors, name), layouts[name]);
  const arenas = ADAM_STATE.map((name) => [name, flatOf(tensors, name)]);
  return {
    config,
    seed,
    dataset,
    stage,
    seconds,
    adapter,
    tuning: new Map(Object.entries(tuning)),
    state: {
      step,
      parameters: group("parameters"),
      optimizer: Object.fromEntries(arenas) as { [name in AdamArena]: Float32Array },
    },
    best: best && { ...best, parameters: group("best") },
    frozen: group("frozen"),
  };
}

/** The first of `wanted`'s settings that `found` has otherwise, by its path. */
function difference(wanted: unknown, found: unknown, path: string): string | undefined {
  if (isRecord(wanted) && isRecord(found)) {
    const keys = path === "" ? Object.keys(wanted) : Object.keys({ ...wanted, ...found });
    for (const key of keys) {
      const inner = difference(wanted[key], found[key], path === "" ? key : `${path}.${key}`);
      if (inner) return inner;
    }
    return undefined;
  }
  if (wanted === found) return undefined;
  return `${path} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`;
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}

function digestOf(tensors: ReadonlyMap<string, StoredTensor>): Uint32Array {
  const sha256 = createHash("sha256");
  for (const name of [...tensors.keys()].sort()) {
    const { buffer, byteOffset, byteLength } = tensors.get(name)!.data;
    if (name !== DIGEST_TENSOR) {
      sha256.update(name).update(new Uint8Array(buffer, byteOffset, byteLength));
    }
  }
  return new Uint32Array(new Uint8Array(sha256.digest()).buffer);
}

function textTensor(text: string): StoredTensor {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(0x20);
  padded.set(bytes);
  const data = new Uint32Array(padded.buffer);
  return { dtype: "U32", shape: [data.length], data };
}

function flatTensor(data: Float32Array): StoredTensor {
  return { dtype: "F32", shape: [data.length], data };
}

function flatOf(tensors: ReadonlyMap<string, StoredTensor>, name: string): Float32Array {
  const tensor = tensors.get(name);
  if (tensor?.dtype !== "F32") throw new RangeError(`tensor "${name}" is missing`);
  return tensor.data;
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function split(
  all: Float32Array,
  layout: readonly (readonly [string, number])[],
): Map<string, Float32Array> {
  const total = layout.reduce((sum, [, words]) => sum + words, 0);
  if (total !== all.length) throw new RangeError(`${total} values are named, ${all.length} stored`);
  let at = 0;
  return new Map(layout.map(([name, words]) => [name, all.slice(at, at += words)]));
}
