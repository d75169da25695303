import { Random } from "../core/random/random.ts";
import type { Values } from "../core/graph/mod.ts";
import { PAGE_BYTES } from "../executors/wasm/assembler/mod.ts";
import {
  type CompiledGraph,
  emitModule,
  scratchBytes,
  taskName,
} from "../executors/wasm/compiled/compiled_graph.ts";
import { FixedMemory } from "../executors/wasm/compiled/fixed_memory.ts";
import { Parameters } from "../executors/wasm/compiled/parameters.ts";
import type { Buffer } from "../executors/wasm/compiled/task.ts";
import { compileTrainingStep } from "../executors/wasm/compiled/training_step.ts";
import { Adam } from "../executors/wasm/optimiser/adam.ts";
import type { Role } from "../models/contract.ts";
import type { Benchmark } from "./benchmark.ts";
import { type Effort, timeOf, timeRuns } from "./measure.ts";
import { referenceStage } from "./reference_stage.ts";
import { type BenchResult, timeResult } from "./result.ts";

/** Steps before those that count, while V8 optimises what they run. */
const WARM_UP = 8;

/** What a training step of each reference model spends on each kind of task, in one thread. */
export function wasmBreakdown(): Benchmark[] {
  return (["codec", "prior"] as const).map((role) => {
    const name = `train ${role}: part of a step, WASM, one thread`;
    return { name, run: ({ effort }) => timeTasks(name, role, effort) };
  });
}

async function timeTasks(name: string, role: Role, effort: Effort): Promise<BenchResult[]> {
  const { compiled, tasks } = openStep(role);
  const times = new Map<string, number[]>();
  let steps = 0;
  const step = async () => {
    const spent = new Map<string, number>();
    for (const [i, { name, units }] of compiled.tasks.entries()) {
      spent.set(name, (spent.get(name) ?? 0) + await timeOf(() => tasks[i](0, units)));
    }
    if (++steps <= WARM_UP) return;
    for (const [task, time] of spent) times.set(task, [...times.get(task) ?? [], time]);
  };
  await timeRuns(step, { effort, warmUp: WARM_UP });
  return Array.from(times, ([task, each]) => timeResult(`${name}: ${task}`, each))
    .sort((a, b) => b.value - a.value);
}

/** A step of a reference model that is ready to run task by task. */
function openStep(role: Role) {
  const { graph, loss, optimiser, feeds } = referenceStage(role);
  const fixed = new FixedMemory();
  const parameters = Parameters.place(graph, fixed);
  const optimizer = new Adam(parameters, optimiser, fixed);
  const compiled = compileTrainingStep({
    ...{ graph, loss, optimizer, outputs: new Map([["loss", loss]]), address: fixed.end },
  });
  const pages = Math.ceil((compiled.end + scratchBytes(compiled)) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages });
  const fill = ({ address }: Buffer, values: Values) =>
    new Uint8Array(memory.buffer, address).set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
  const random = new Random(1);
  for (const [name, { tensor, initializer }] of graph.parameters) {
    fill(parameters.range(name), initializer(tensor.shape, random));
  }
  fill(optimizer.norm, Float32Array.of(0, 1));
  fill(optimizer.step, optimizer.scalars({ step: 0, scale: 1 }));
  for (const [buffer, values] of compiled.constants) fill(buffer, values);
  const first = feeds(0);
  for (const [name, buffer] of compiled.inputs) fill(buffer, first.get(name)!);
  return { compiled, tasks: tasksOf(compiled, memory, pages) };
}

type Task = (first: number, end: number) => void;

function tasksOf(compiled: CompiledGraph, memory: WebAssembly.Memory, pages: number): Task[] {
  const code = emitModule(compiled, 0, { memory: { pages, shared: false } });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
  return compiled.tasks.map((_, i) => exports[taskName(i)] as Task);
}
