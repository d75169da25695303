import { ancestors, type Graph, isOp, type Tensor, type Values } from "../../../core/graph/mod.ts";
import { findEpilogues, type Fused } from "../../storage/epilogue.ts";
import type { CompiledGraph } from "./compiled_graph.ts";
import { findGroups } from "../pointwise/find_groups.ts";
import { lowerTogether } from "../pointwise/lower_pointwise.ts";
import { copyTask } from "./copy.ts";
import { lower } from "./lower.ts";
import type { Lowering } from "./lowering.ts";
import { chooseStored } from "./materialise.ts";
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
  readonly placed?: readonly { readonly tensor: Tensor; readonly place: Buffer }[];
  /** Tensors that `after` reads. */
  readonly kept?: readonly Tensor[];
  /** Records what follows the graph's own tasks (an optimiser, assignments). */
  readonly after?: (context: Lowering) => void;
  /** Stores every tensor, in memory of its own, so that each can be read after a run. */
  readonly inspected?: boolean;
}

/** Compiles tensors of a graph: records the tasks that compute them, and plans memory. */
export function compileGraph(options: CompileOptions): CompiledGraph {
  const { graph, parameters, placed = [], inspected = false } = options;
  const places = new Map(placed.map(({ tensor, place }) => [tensor, place]));
  const wanted = new Set([...options.outputs.values(), ...places.keys(), ...options.kept ?? []]);
  const order = ancestors([...wanted]);
  const epilogues = inspected ? new Map<Tensor, Fused>() : findEpilogues(order, wanted);
  const between = new Set([...epilogues.values()].flatMap((it) => it.between));
  const stored = inspected
    ? new Set(order)
    : chooseStored(order, new Set([...wanted, ...epilogues.keys()]));

  const recorder = new TaskRecorder();
  const buffers = new Map<Tensor, Buffer>();
  const inputs = new Map<string, Buffer>();
  const constants = new Map<Buffer, Values>();
  const context: Lowering = {
    isStored: (tensor) => stored.has(tensor),
    bufferOf: (tensor) => buffers.get(tensor)!,
    scratch: (words, label) => recorder.scratch(words, label),
    record: (task) => recorder.record(task),
  };
  const source = (tensor: Tensor): Buffer => {
    if (tensor.op.name === "parameter") return parameters.range(tensor.name!);
    const constant = graph.constants.get(tensor);
    const buffer = recorder.scratch(tensor.size, tensor.name ?? "constant");
    recorder.keep(buffer, { before: true, after: constant !== undefined });
    if (constant) constants.set(buffer, constant);
    else inputs.set(tensor.name!, buffer);
    return buffer;
  };
  const groups = inspected ? new Map<Tensor, readonly Tensor[]>() : findGroups(order, {
    isStored: (tensor) => stored.has(tensor),
    isPass: (tensor) => !epilogues.has(tensor) && !between.has(tensor),
  });
  const later = new Set([...groups.values()].flatMap((members) => members.slice(0, -1)));
  for (const tensor of order) {
    if (!stored.has(tensor) || between.has(tensor) || later.has(tensor)) continue;
    if (tensor.inputs.length === 0) {
      buffers.set(tensor, source(tensor));
    } else if (isOp(tensor, "reshape") && buffers.has(tensor.inputs[0]) && !places.has(tensor)) {
      buffers.set(tensor, buffers.get(tensor.inputs[0])!);
    } else {
      const outputs = (groups.get(tensor) ?? [tensor]).map((tensor) => {
        const out = places.get(tensor) ??
          recorder.scratch(tensor.size, `${tensor.op.name} ${tensor.id}`);
        buffers.set(tensor, out);
        return { tensor, out };
      });
      const [{ out }] = outputs;
      const fused = epilogues.get(tensor);
      if (fused) lower(context, fused.convolution, out, fused.epilogue);
      else if (outputs.length > 1) lowerTogether(context, outputs);
      else lower(context, tensor, out);
    }
  }
  // A source, or the gradient of two parameters, is copied to its place.
  for (const { tensor, place: to } of placed) {
    const from = buffers.get(tensor)!;
    if (from !== to) recorder.record(copyTask({ from, to }));
  }
  options.after?.(context);

  const outputs = new Map(Array.from(options.outputs, ([name, tensor]) => {
    return [name, { dtype: tensor.dtype, buffer: buffers.get(tensor)! }];
  }));
  for (const { buffer } of outputs.values()) recorder.keep(buffer, { after: true });
  if (inspected) { for (const it of buffers.values()) recorder.keep(it, { after: true }); }
  const { phases, end } = recorder.place(options.address);
  return { tasks: recorder.tasks, phases, inputs, constants, outputs, stored: buffers, end };
}
