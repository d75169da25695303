import * as z from "zod";
import {
  type BundleDescription,
  type BundleGraphs,
  type Manifest,
  ManifestSchema,
} from "../../core/bundle/mod.ts";
import type { ConfigSchema } from "../../models/contract.ts";
import { KINDS } from "../../models/kinds.ts";
import { traceModel } from "./trace_model.ts";

const { id, title, image, grid, codebook, classes } = ManifestSchema.shape;
const { metrics, seed, data, training } = ManifestSchema.shape;

const Model = z.strictObject({
  kind: z.string(),
  config: z.record(z.string(), z.json()),
});

/** The manifest of a bundle from before graphs were part of it. */
const ManifestOfFormat1 = z.strictObject({
  formatVersion: z.literal(1),
  ...{ id, title, image, grid, codebook: codebook.unwrap(), classes },
  models: z.strictObject({ autoencoder: Model, prior: Model }),
  ...{ metrics, seed, data, training },
  files: z.record(z.string(), z.strictObject({ bytes: z.int(), sha256: z.string() })),
});

/** A bundle of format 1, as format 2 describes it. */
export interface FormerBundle {
  readonly description: BundleDescription;
  readonly graphs: BundleGraphs;
  readonly files: Manifest["files"];
}

/** Whether a manifest says that it is of format 1. */
export function isOfFormat1(json: unknown): boolean {
  return typeof json === "object" && json !== null && "formatVersion" in json &&
    json.formatVersion === 1;
}

/**
 * Reads a manifest of format 1 and traces its models.
 * @throws {SyntaxError} If it is not valid. @throws {RangeError} If its models do not suit each other.
 */
export function readFormat1(json: unknown): FormerBundle {
  const manifest = parse(ManifestOfFormat1, json, []);
  const { formatVersion: _, models, files, ...kept } = manifest;
  const recipe = {
    codec: stageOf("autoencoder", models.autoencoder, KINDS.codecs, ["imageShape"]),
    prior: stageOf("prior", models.prior, KINDS.priors, ["codebookSize", "grid", "classes"]),
  };
  const { graphs, ...traced } = traceModel(recipe, {
    image: kept.image,
    classes: kept.classes.length,
  });
  return { description: { ...kept, ...traced }, graphs, files };
}

/** @param repeated Settings that said what the images or the codec decide. */
function stageOf<K extends { readonly config: ConfigSchema<unknown> }>(
  name: string,
  { kind: given, config }: z.infer<typeof Model>,
  kinds: ReadonlyMap<string, K>,
  repeated: readonly string[],
) {
  const kind = kinds.get(given);
  if (!kind) {
    const known = [...kinds.keys()].join(", ");
    throw new SyntaxError(`[models.${name}.kind] expected one of ${known}, got "${given}"`);
  }
  const own = Object.entries(config).filter(([key]) => !repeated.includes(key));
  const schema = kind.config as ConfigSchema<unknown> & z.ZodType; // As it says of itself.
  return { kind, config: parse(schema, Object.fromEntries(own), ["models", name, "config"]) };
}

function parse<T>(schema: z.ZodType<T>, json: unknown, at: readonly string[]): T {
  const { data, error } = schema.safeParse(json);
  if (!error) return data;
  const [{ path, message }] = error.issues;
  throw new SyntaxError(`[${[...at, ...path].join(".")}] ${message}`);
}
