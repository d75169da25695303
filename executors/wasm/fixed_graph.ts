import type { Graph, Values } from "../../core/graph/mod.ts";
import type { Feeds, NamedValues, Outputs } from "../storage/step.ts";
import { FixedMemory } from "./compiled/fixed_memory.ts";
import { Parameters } from "./compiled/parameters.ts";
import { Computing } from "./threads/computing.ts";
import { Session, type SessionOptions } from "./threads/session.ts";

/** A graph with weights that stay as they are: no gradients, no optimiser. */
export class FixedGraph {
  readonly #session: Session;
  readonly #computing: Computing;

  /**
   * @param weights A value for each parameter of the graph, by its name.
   * @throws {RangeError} If one is missing or of another size.
   */
  constructor(options: SessionOptions, graph: Graph, weights: NamedValues) {
    const memory = new FixedMemory();
    this.#session = new Session(options, memory);
    const parameters = Parameters.place(graph, memory);
    this.#computing = new Computing(this.#session, graph, parameters);
    this.#session.write(Array.from(graph.parameters.keys(), (name) => {
      const values = weights.get(name);
      if (!values) {
        throw new RangeError(`Cannot set parameter "${name}": expected values, got none`);
      }
      return parameters.write(name, values);
    }));
  }

  /** Runs outputs once; they are compiled at their first use. */
  readonly compute = (outputs: Outputs, feeds: Feeds): Promise<Map<string, Values>> =>
    this.#computing.compute(outputs, feeds);

  /** Ends the threads and frees the memory. */
  close(): void {
    this.#session.close();
  }
}
