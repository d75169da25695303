import * as z from "zod";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../core/bundle/mod.ts";
import { KINDS, type Kinds } from "../models/kinds.ts";
import { type Pictures, type Recipe, stagesOf } from "../models/recipe.ts";
import { ConfigError, configOf, kindsWith, recipeOf } from "../models/recipe_config.ts";
import { ADAM_STATE, type NamedValues } from "../training/backend.ts";
import type { Best } from "../training/loop.ts";
import type { TrainerState } from "../training/trainer.ts";
import {
  DIGEST_TENSOR,
  digestTensor,
  flatTensor,
  Layout,
  layoutOf,
  split,
  textOf,
  textTensor,
} from "./checkpoint_tensors.ts";
import { CheckpointError, FormatError, UnknownKindError } from "./checkpoint_error.ts";
import { writeAtomically } from "./files/atomic_write.ts";
import { settingDifference } from "./setting_difference.ts";

/** A run at one moment, whole: what `--resume` goes on from and `export` makes a bundle of. */
export interface Checkpoint {
  readonly recipe: Recipe;
  readonly pictures: Pictures;
  readonly seed: number;
  readonly dataset: { readonly name: string; readonly trainHash: string };
  /** The stage in training, of those of the recipe from 0. */
  readonly stage: number;
  readonly state: TrainerState;
  readonly best: Best | undefined;
  /** Weights of stages that are done, under their names in a bundle. */
  readonly frozen: NamedValues;
  /** Spent on the run so far. */
  readonly seconds: number;
  /** Name of the device. */
  readonly adapter: string;
  /** The backend's choices: with others, a resumed run would differ in its last bits. */
  readonly choices: ReadonlyMap<string, string>;
}

/** What a run must share with a checkpoint to go on from it. */
export type Identity = Pick<Checkpoint, "recipe" | "pictures" | "seed" | "dataset">;

const FORMAT = 2;

/** The part that is no tensor; `layouts` are names and sizes of what lies in the flat tensors. */
const Record = z.strictObject({
  format: z.literal(FORMAT),
  /** Read with the kinds that are at hand. */
  config: z.unknown(),
  pictures: z.strictObject({
    image: z.strictObject({ channels: z.int(), height: z.int(), width: z.int() }),
    classes: z.int().min(0),
  }),
  seed: z.int().min(0).max(2 ** 32 - 1),
  dataset: z.strictObject({ name: z.string(), trainHash: z.string() }),
  stage: z.int().min(0),
  step: z.int().min(0),
  best: z.strictObject({ step: z.int(), loss: z.number() }).optional(),
  seconds: z.number().min(0),
  adapter: z.string(),
  choices: z.record(z.string(), z.string()),
  layouts: z.record(z.string(), Layout),
});
type Record = z.infer<typeof Record>;

const RECORD_TENSOR = "record";
const GROUPS = ["parameters", ...ADAM_STATE, "best", "frozen"] as const;

/** Writes a checkpoint: either the old file stays or the new one is whole. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { recipe, state, best, frozen, choices, ...rest } = checkpoint;
  const { pictures, seed, dataset, stage, seconds, adapter } = rest;
  const groups: { [name in typeof GROUPS[number]]: NamedValues } = {
    parameters: state.parameters,
    ...state.optimiser,
    best: best?.parameters ?? new Map(),
    frozen,
  };
  const record: Record = {
    format: FORMAT,
    config: configOf(recipe),
    ...{ pictures, seed, dataset, stage, seconds, adapter },
    step: state.step,
    best: best && { step: best.step, loss: best.loss },
    choices: Object.fromEntries(choices),
    layouts: Object.fromEntries(GROUPS.map((name) => [name, layoutOf(groups[name])])),
  };
  const tensors = new Map<string, StoredTensor>([
    [RECORD_TENSOR, textTensor(JSON.stringify(record))],
    ...GROUPS.map((name) => [name, flatTensor(groups[name])] as const),
  ]);
  tensors.set(DIGEST_TENSOR, digestTensor(tensors));
  await writeAtomically(path, writeSafetensors(tensors));
}

/**
 * Reads a checkpoint.
 * @param options.identity Of the run that goes on from it. @param options.kinds Default: those that come with Tessera
 * and, for a run, those of its recipe.
 * @throws {CheckpointError} If there is none, it is broken, of kinds that are not at hand, or another run's.
 */
export async function readCheckpoint(
  path: string,
  { identity, kinds = identity ? kindsWith(identity.recipe) : KINDS }: {
    identity?: Identity;
    kinds?: Kinds;
  } = {},
): Promise<Checkpoint> {
  const bytes = await Deno.readFile(path).catch((cause) => {
    const state = cause instanceof Deno.errors.NotFound ? "no such file" : cause.message;
    throw new CheckpointError(path, state, { cause });
  });
  let opened: ReturnType<typeof open>;
  try {
    opened = open(readSafetensors(bytes));
  } catch (cause) {
    const state = cause instanceof FormatError
      ? cause.message
      : `expected a whole file, got one that is cut or changed (${(cause as Error).message})`;
    throw new CheckpointError(path, state, { cause });
  }
  const { record, group } = opened;
  if (identity) {
    const { dataset, seed, pictures, recipe } = identity;
    const wanted = { dataset, seed, pictures, config: configOf(recipe) };
    const state = settingDifference(wanted, record);
    if (state) throw new CheckpointError(path, state);
  }
  const { config, step, best, choices, pictures, seed, dataset, stage, seconds, adapter } = record;
  return {
    ...{ pictures, seed, dataset, stage, seconds, adapter },
    recipe: identity?.recipe ?? recipeIn(path, config, kinds),
    choices: new Map(Object.entries(choices)),
    state: {
      step,
      parameters: group("parameters"),
      optimiser: {
        mean: group("mean"),
        square: group("square"),
        average: group("average"),
      },
    },
    best: best && { ...best, parameters: group("best") },
    frozen: group("frozen"),
  };
}

/** Checks the tensors and reads the record. @throws {RangeError | TypeError} */
function open(tensors: ReadonlyMap<string, StoredTensor>) {
  const digest = tensors.get(DIGEST_TENSOR);
  if (digest && String(digest.data) !== String(digestTensor(tensors).data)) {
    throw new RangeError("its SHA-256 is another");
  }
  const json = JSON.parse(textOf(tensors, RECORD_TENSOR));
  if (json.format !== FORMAT) {
    throw new FormatError(
      `expected format ${FORMAT}, got ${json.format} of another version of Tessera: train again`,
    );
  }
  if (!digest) throw new RangeError(`tensor "${DIGEST_TENSOR}" is missing`);
  const known: readonly string[] = [RECORD_TENSOR, DIGEST_TENSOR, ...GROUPS];
  const other = [...tensors.keys()].find((name) => !known.includes(name));
  if (other !== undefined) throw new RangeError(`tensor "${other}" is none of a checkpoint's`);
  const record = Record.parse(json);
  const group = (name: typeof GROUPS[number]) => split(tensors, name, record.layouts[name] ?? []);
  return { record, group };
}

function recipeIn(path: string, config: unknown, kinds: Kinds): Recipe {
  try {
    return recipeOf(config, kinds);
  } catch (cause) {
    if (!(cause instanceof ConfigError) || !cause.path.endsWith(".kind")) throw cause;
    throw new UnknownKindError(path, cause);
  }
}

/** The role of the stage that a checkpoint is in. */
export function stageOf({ recipe, stage }: Pick<Checkpoint, "recipe" | "stage">) {
  return stagesOf(recipe)[stage];
}
