import type { Manifest } from "../../core/bundle/mod.ts";

/** A model in `GET /models`, as far as the studio needs it. */
export interface ModelCard extends Pick<Manifest, "id" | "title" | "image" | "grid" | "codebook"> {
  /** Names; none if the model has no classes. */
  readonly classes: readonly string[];
  /** Names of the bundle's files. */
  readonly files: Readonly<Record<string, unknown>>;
  /** Hash of the bundle. */
  readonly version: string;
}

/** What is served. */
export interface ModelList {
  /** Id of the default model. */
  readonly default: string;
  readonly models: readonly ModelCard[];
}

/** How many codes a picture has. */
export function codeCount({ grid }: Pick<ModelCard, "grid">): number {
  return grid.height * grid.width;
}

/** Asks the server what it serves. @throws {Error} A sentence for people. */
export async function fetchModels(): Promise<ModelList> {
  const reply = await fetch("models", { headers: { accept: "application/json" } })
    .catch((cause) => {
      throw new Error("The server cannot be reached: start it, then reload this page.", { cause });
    });
  if (!reply.ok) {
    throw new Error(`The server answers ${reply.status} instead of the list of its models.`);
  }
  return await reply.json();
}

/** The model of that id; the default where the id names none. */
export function findCard({ default: first, models }: ModelList, id: string): ModelCard {
  return models.find((card) => card.id === id) ?? models.find((card) => card.id === first) ??
    models[0];
}
