import type { Graph, Values } from "../../../core/graph/mod.ts";
import type { Feeds, Outputs } from "../../storage/step.ts";
import { compileGraph } from "../compiled/compile.ts";
import type { Parameters } from "../compiled/parameters.ts";
import type { Loaded, Session } from "./session.ts";

/** Computes outputs of a graph with given places of its parameters. */
export class Computing {
  readonly #loaded = new Map<string, Loaded>();

  constructor(
    private readonly session: Session,
    private readonly graph: Graph,
    private readonly parameters: Parameters,
  ) {}

  /** Runs outputs once; they are compiled at their first use. */
  async compute(outputs: Outputs, feeds: Feeds): Promise<Map<string, Values>> {
    const loaded = this.#load(outputs);
    const computed = [...loaded.compiled.outputs];
    const reads = computed.map(([, { buffer }]) => buffer);
    const read = await this.session.run(loaded, feeds, { reads });
    return new Map(computed.map(([name, { dtype }], i) => [
      name,
      dtype === "u32" ? read[i] : new Float32Array(read[i].buffer),
    ]));
  }

  #load(outputs: Outputs): Loaded {
    const key = Array.from(outputs, ([name, { id }]) => `${name}:${id}`).join();
    let loaded = this.#loaded.get(key);
    if (!loaded) {
      const { graph, session, parameters } = this;
      const address = session.fixed.end;
      loaded = session.load(compileGraph({ graph, parameters, outputs, address }));
      this.#loaded.set(key, loaded);
    }
    return loaded;
  }
}
