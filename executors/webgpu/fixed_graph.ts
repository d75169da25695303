import type { Graph, Tensor, Values } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import { compileGraph } from "./compiled/compile.ts";
import type { CompiledGraph } from "./compiled/compiled_graph.ts";
import { Parameters } from "./compiled/parameters.ts";
import type { Tuning } from "./compiled/tuning.ts";
import type { Device } from "./device.ts";

/** A graph with weights that stay as they are: no gradients, no optimiser. */
export class FixedGraph {
  readonly #parameters: Parameters;
  readonly #compiled = new Map<ReadonlyMap<string, Tensor>, CompiledGraph>();

  /**
   * @param parts.weights A value for each parameter of the graph, by its name.
   * @throws {RangeError} If one is missing or of another size.
   */
  constructor(
    private readonly device: Device,
    private readonly parts: {
      readonly graph: Graph;
      readonly weights: ReadonlyMap<string, Float32Array>;
      readonly tuning: Tuning;
    },
  ) {
    const { graph, weights } = parts;
    this.#parameters = Parameters.create(device.gpu, graph, new Random(0));
    for (const name of graph.parameters.keys()) {
      const values = weights.get(name);
      if (!values) {
        throw new RangeError(`Cannot set parameter "${name}": expected values, got none`);
      }
      this.#parameters.write(name, values);
    }
  }

  /** Runs outputs once. @param outputs Compiled at their first use; the same map is compiled once. */
  readonly compute = async (
    outputs: ReadonlyMap<string, Tensor>,
    feeds: ReadonlyMap<string, Values>,
  ): Promise<ReadonlyMap<string, Values>> => {
    let compiled = this.#compiled.get(outputs);
    if (!compiled) {
      const { graph, tuning } = this.parts;
      const parameters = this.#parameters;
      compiled = await compileGraph(this.device, { graph, parameters, outputs, tuning });
      this.#compiled.set(outputs, compiled);
    }
    compiled.run(feeds);
    return await compiled.read();
  };

  /** Frees everything on the device. */
  close(): void {
    for (const compiled of this.#compiled.values()) compiled.destroy();
    this.#parameters.destroy();
  }
}
