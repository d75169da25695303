import type { Graph, Tensor, Values } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import type { Device } from "../../executors/webgpu/device.ts";
import { compileGraph } from "../../executors/webgpu/compiled/compile.ts";
import { Parameters } from "../../executors/webgpu/compiled/parameters.ts";
import type { CompiledGraph } from "../../executors/webgpu/compiled/compiled_graph.ts";

/** A graph with weights that stay as they are: no gradients, no optimiser. */
export class FixedWeights {
  readonly #parameters: Parameters;
  readonly #programs = new Map<ReadonlyMap<string, Tensor>, CompiledGraph>();

  /**
   * @param weights A value for each parameter of the graph, by its name.
   * @throws {RangeError} If one is missing or of another size.
   */
  constructor(
    private readonly device: Device,
    private readonly graph: Graph,
    weights: ReadonlyMap<string, Float32Array>,
  ) {
    this.#parameters = Parameters.create(device.gpu, graph, new Random(0));
    for (const name of graph.parameters.keys()) {
      const values = weights.get(name);
      if (!values) {
        throw new RangeError(`Cannot set parameter "${name}" as the weights must hold it: none`);
      }
      this.#parameters.write(name, values);
    }
  }

  /** Runs outputs once. @param outputs Compiled at their first use; the same map is the same program. */
  readonly compute = async (
    outputs: ReadonlyMap<string, Tensor>,
    feeds: ReadonlyMap<string, Values>,
  ): Promise<ReadonlyMap<string, Values>> => {
    let program = this.#programs.get(outputs);
    if (!program) {
      const parts = { graph: this.graph, parameters: this.#parameters, outputs };
      program = await compileGraph(this.device, parts);
      this.#programs.set(outputs, program);
    }
    program.run(feeds);
    return await program.read();
  };

  /** Frees everything on the device. */
  destroy(): void {
    for (const program of this.#programs.values()) program.destroy();
    this.#parameters.destroy();
  }
}
