import { type GraphFile, readGraphFile } from "../graph/mod.ts";
import { loadFile, parseFile, type ReadFile } from "./bundle_files.ts";
import { duplicateKey } from "./duplicate_key.ts";
import { GRAPHS_FILE, type Manifest } from "./manifest.ts";

/**
 * What a bundle can hold graphs of, for n images:
 *
 * - `encode`: `pixels` f32 `[n, c, h, w]` in [0, 1] to `codes` u32 `[n, gh, gw]`;
 * - `decode`: `codes` to `pixels`;
 * - `nearest`: `vectors` f32 `[n, D]` to the `codes` u32 `[n]` of the nearest entries and their squared `distances`
 *   f32 `[n]`;
 * - `logits`: `codes` and, with classes, `class` u32 `[n]` to `logits` f32 `[n, K, gh, gw]`, each position from the
 *   codes before it.
 *
 * A space of latents has `latents` f32 `[n, c, gh, gw]` where codes stand, and neither of the last two.
 */
export const GRAPH_NAMES: readonly GraphName[] = ["encode", "decode", "nearest", "logits"];

/** Name of a graph in a bundle. */
export type GraphName = "encode" | "decode" | "nearest" | "logits";

/** The graphs of a bundle, checked as graphs. */
export type BundleGraphs = Readonly<Partial<Record<GraphName, GraphFile>>>;

/** The text of `graphs.json`: a line for each tensor. */
export function graphsText(graphs: BundleGraphs): string {
  const texts = Object.entries(graphs).map(([name, { tensors, outputs }]) => {
    const lines = tensors.map((tensor) => JSON.stringify(tensor)).join(",\n");
    return `${JSON.stringify(name)}:{"tensors":[\n${lines}\n],"outputs":${
      JSON.stringify(outputs)
    }}`;
  });
  return `{\n${texts.join(",\n")}\n}\n`;
}

/** Loads and checks the graphs of a bundle. @throws {BundleError} */
export async function loadGraphs(read: ReadFile, manifest: Manifest): Promise<BundleGraphs> {
  const content = await loadFile(read, manifest, GRAPHS_FILE);
  return await parseFile(manifest.id, GRAPHS_FILE, () => readGraphs(content));
}

/**
 * Reads the content of `graphs.json`.
 * @throws {SyntaxError} If it is no JSON, or a graph in it is refused.
 */
export function readGraphs(content: Uint8Array): BundleGraphs {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  const json: unknown = JSON.parse(text);
  const twice = duplicateKey(text);
  if (twice !== null) throw new SyntaxError(`"${twice}" is there twice`);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new SyntaxError("Cannot read graphs: expected an object of graphs by name");
  }
  const known: readonly string[] = GRAPH_NAMES;
  return Object.fromEntries(
    Object.entries(json).map(([name, graph]) => {
      if (known.includes(name)) return [name, readNamed(name, graph)];
      const got = JSON.stringify(name.slice(0, 64));
      throw new SyntaxError(
        `Cannot read graphs: expected names in ${known.join(", ")}, got ${got}`,
      );
    }),
  );
}

function readNamed(name: string, graph: unknown): GraphFile {
  try {
    return readGraphFile(graph);
  } catch (cause) {
    throw new SyntaxError(`in "${name}": ${(cause as Error).message}`, { cause });
  }
}
