import type { CodeManifest } from "../runtime/page_model.ts";

/** What the studio needs of a model in `GET /models`. */
export interface ModelCard
  extends Pick<CodeManifest, "id" | "title" | "image" | "grid" | "codebook"> {
  /** Names; none if the model has no classes. */
  readonly classes: readonly string[];
  /** Names of the bundle's files. */
  readonly files: Readonly<Record<string, unknown>>;
  /** Hash of the bundle. */
  readonly version: string;
  /** How the model draws; the page shows those that draw codes in order. */
  readonly draws?: string | null;
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
  const list: ModelList = await reply.json();
  const models = list.models.filter(({ codebook, draws }) => codebook && draws === "in order");
  if (models.length > 0) return { ...list, models };
  throw new Error("The server has no model that draws codes in order, which this page shows.");
}

/** The model of that id; the default where the id names none. */
export function findCard({ default: first, models }: ModelList, id: string): ModelCard {
  return models.find((card) => card.id === id) ?? models.find((card) => card.id === first) ??
    models[0];
}
