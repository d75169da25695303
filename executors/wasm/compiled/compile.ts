import { type Graph, isOp, type Tensor, type Values } from "../../../core/graph/mod.ts";
import { lowerTogether } from "../pointwise/lower_pointwise.ts";
import type { CompiledGraph } from "./compiled_graph.ts";
import { copyTask } from "./copy.ts";
import { decide, decideToStoreAll, type Decisions, type Placed, placesOf } from "./decide.ts";
import { lower } from "./lower.ts";
import type { Lowering } from "./lowering.ts";
import type { Parameters } from "./parameters.ts";
import { TaskRecorder } from "./recorder.ts";
import type { Buffer } from "./task.ts";

/** What a compiled graph computes at each run. */
export interface CompileOptions {
  readonly graph: Graph;
  readonly parameters: Parameters;
  /** Results by name; they can be read after each run. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** Where memory for one run begins. */
  readonly address: number;
  /** Tensors to be stored in given memory (a gradient arena). */
  readonly placed?: readonly Placed[];
  /** Tensors that `after` reads. */
  readonly kept?: readonly Tensor[];
  /** Records what follows the graph's own tasks (an optimiser, assignments). */
  readonly after?: (context: Lowering) => void;
  /** Stores every tensor, in memory of its own, so that each can be read after a run. */
  readonly inspected?: boolean;
}

/** Compiles tensors of a graph: records the tasks that compute them, and plans memory. */
export function compileGraph(options: CompileOptions): CompiledGraph {
  const { placed = [], kept = [], inspected = false } = options;
  const wanted = new Set([
    ...options.outputs.values(),
    ...placed.map(({ tensor }) => tensor),
    ...kept,
  ]);
  const decisions = inspected ? decideToStoreAll(wanted) : decide(wanted);
  const compiler = new Compiler(options, decisions);
  for (const tensor of decisions.order) compiler.compute(tensor);
  return compiler.finish();
}

/** Records the tasks of a graph's tensors, one tensor after the other. */
class Compiler {
  readonly #recorder = new TaskRecorder();
  readonly #buffers = new Map<Tensor, Buffer>();
  readonly #places: ReadonlyMap<Tensor, Buffer>;
  readonly #inputs = new Map<string, Buffer>();
  readonly #constants = new Map<Buffer, Values>();
  readonly #context: Lowering = {
    isStored: (tensor) => this.decisions.stored.has(tensor),
    bufferOf: (tensor) => this.#buffers.get(tensor)!,
    scratch: (words, label) => this.#recorder.scratch(words, label),
    record: (task) => this.#recorder.record(task),
  };

  constructor(private readonly options: CompileOptions, private readonly decisions: Decisions) {
    this.#places = placesOf(options.placed ?? [], decisions);
  }

  /** Records what computes a tensor, where it has memory and is not computed with another. */
  compute(tensor: Tensor): void {
    const { stored, elsewhere, epilogues, groups } = this.decisions;
    if (!stored.has(tensor) || elsewhere.has(tensor)) return;
    if (tensor.inputs.length === 0) return void this.#buffers.set(tensor, this.#source(tensor));
    const reshaped = isOp(tensor, "reshape") && !this.#places.has(tensor)
      ? this.#buffers.get(tensor.inputs[0])
      : undefined;
    if (reshaped) return void this.#buffers.set(tensor, reshaped);
    const fused = epilogues.get(tensor);
    const group = groups.get(tensor);
    if (group) {
      lowerTogether(this.#context, group.map((it) => ({ tensor: it, out: this.#placeOf(it) })));
    } else if (fused) {
      lower(this.#context, fused.convolution, this.#placeOf(tensor), fused.epilogue);
    } else lower(this.#context, tensor, this.#placeOf(tensor));
  }

  /** Records what follows the tensors, and gives all memory its place. */
  finish(): CompiledGraph {
    const { outputs, placed = [], after, inspected, address } = this.options;
    // A source, or the gradient of two parameters, is copied to its place.
    for (const { tensor, place: to } of placed) {
      const from = this.#buffers.get(tensor)!;
      if (from !== to) this.#recorder.record(copyTask({ from, to }));
    }
    after?.(this.#context);
    const results = new Map(Array.from(outputs, ([name, tensor]) => {
      return [name, { dtype: tensor.dtype, buffer: this.#buffers.get(tensor)! }];
    }));
    const read = inspected
      ? [...this.#buffers.values()]
      : Array.from(results.values(), ({ buffer }) => buffer);
    for (const buffer of read) this.#recorder.keep(buffer, { after: true });
    return {
      tasks: this.#recorder.tasks,
      ...this.#recorder.place(address),
      ...{ inputs: this.#inputs, constants: this.#constants },
      ...{ outputs: results, stored: this.#buffers },
    };
  }

  #placeOf(tensor: Tensor): Buffer {
    const place = this.#places.get(tensor) ??
      this.#recorder.scratch(tensor.size, `${tensor.op.name} ${tensor.id}`);
    this.#buffers.set(tensor, place);
    return place;
  }

  #source(tensor: Tensor): Buffer {
    const { graph, parameters } = this.options;
    if (tensor.op.name === "parameter") return parameters.range(tensor.name!);
    const constant = graph.constants.get(tensor);
    const buffer = this.#recorder.scratch(tensor.size, tensor.name ?? "constant");
    this.#recorder.keep(buffer, { before: true, after: constant !== undefined });
    if (constant) this.#constants.set(buffer, constant);
    else this.#inputs.set(tensor.name!, buffer);
    return buffer;
  }
}
