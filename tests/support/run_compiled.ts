import type { Graph, Tensor, Values } from "../../core/graph/mod.ts";
import { ancestors, evaluate } from "../../core/graph/mod.ts";
import type { TrainingBackend } from "../../training/backend.ts";
import { differenceOf } from "./difference_of.ts";

/** Runs outputs of a graph on a backend, parameters and inputs given by name; parameters that are not are 0. */
export async function runCompiled(
  backend: TrainingBackend,
  graph: Graph,
  outputs: readonly Tensor[],
  feeds: ReadonlyMap<string, Values>,
): Promise<Values[]> {
  const weights = Array.from(graph.parameters, ([name, { tensor }]) => {
    return [name, (feeds.get(name) ?? new Float32Array(tensor.size)) as Float32Array] as const;
  });
  const fixed = backend.fix(graph, new Map(weights));
  const named = new Map(outputs.map((tensor, i) => [String(i), tensor]));
  const values = await fixed.compute(named, feeds);
  fixed.close();
  return outputs.map((_, i) => values.get(String(i))!);
}

/** Runs outputs on a backend and by the reference. @returns Largest difference, relative to the largest value. */
export async function parityError(
  backend: TrainingBackend,
  graph: Graph,
  outputs: readonly Tensor[],
  feeds: ReadonlyMap<string, Values>,
): Promise<number> {
  const needed = new Set(ancestors(outputs).map(({ name }) => name));
  const used = new Map([...feeds].filter(([name]) => needed.has(name)));
  const expected = evaluate(graph, outputs, used);
  const actual = await runCompiled(backend, graph, outputs, used);
  return Math.max(...expected.map((values, i) => differenceOf(values, actual[i])));
}
