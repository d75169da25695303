import type { Graph, Tensor, Values } from "../../core/graph/mod.ts";
import { ancestors, evaluate } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import type { Device } from "../../executors/webgpu/device.ts";
import { compileGraph } from "../../executors/webgpu/compiled/compile.ts";
import { Parameters } from "../../executors/webgpu/compiled/parameters.ts";

/** Runs outputs of a graph on the device, parameters and inputs given by name. */
export async function runCompiled(
  device: Device,
  graph: Graph,
  outputs: readonly Tensor[],
  feeds: ReadonlyMap<string, Values>,
): Promise<Values[]> {
  const parameters = Parameters.create(device.gpu, graph, new Random(1));
  for (const name of graph.parameters.keys()) {
    if (feeds.has(name)) parameters.write(name, feeds.get(name) as Float32Array);
  }
  const named = new Map(outputs.map((tensor, i) => [String(i), tensor]));
  const compiled = await compileGraph(device, { graph, parameters, outputs: named });
  compiled.run(feeds);
  const values = await compiled.read();
  compiled.destroy();
  parameters.destroy();
  return outputs.map((_, i) => values.get(String(i))!);
}

/** Runs outputs on the device and by the reference. @returns Largest difference, relative to the largest value. */
export async function parityError(
  device: Device,
  graph: Graph,
  outputs: readonly Tensor[],
  feeds: ReadonlyMap<string, Values>,
): Promise<number> {
  const needed = new Set(ancestors(outputs).map(({ name }) => name));
  const used = new Map([...feeds].filter(([name]) => needed.has(name)));
  const expected = evaluate(graph, outputs, used);
  const actual = await runCompiled(device, graph, outputs, used);
  return Math.max(...expected.map((values, i) => differenceOf(values, actual[i])));
}

function differenceOf(expected: Values, actual: Values): number {
  if (expected.length !== actual.length) return Infinity;
  let largest = 1e-3;
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]));
    const gap = Math.abs(expected[i] - actual[i]);
    if (!(gap <= difference)) difference = gap;
  }
  return difference / largest;
}
