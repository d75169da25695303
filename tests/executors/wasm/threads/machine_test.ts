import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Graph, matmul, type Tensor, zeros } from "../../../../core/graph/mod.ts";
import { compileGraph } from "../../../../executors/wasm/compiled/compile.ts";
import { FixedMemory } from "../../../../executors/wasm/compiled/fixed_memory.ts";
import { Parameters } from "../../../../executors/wasm/compiled/parameters.ts";
import { Machine, type MachineOptions } from "../../../../executors/wasm/threads/machine.ts";
import { WorkerError } from "../../../../executors/wasm/threads/worker_pool.ts";
import { startDying } from "../../../support/start_dying.ts";

/** `y = x² w` of a machine. */
function open(options: MachineOptions) {
  const graph = new Graph();
  const x = graph.input("x", [2, 2]);
  const w = graph.parameter("w", [2, 2], zeros);
  const memory = new FixedMemory();
  const machine = new Machine(options, memory);
  const parameters = Parameters.place(graph, memory);
  const compile = (y: Tensor) => {
    const outputs = new Map([["y", y]]);
    return machine.load(compileGraph({ graph, parameters, outputs, address: memory.end }));
  };
  const square = matmul(x, x);
  const program = compile(matmul(square, w));
  const run = async (values: readonly number[], loaded = program) => {
    const reads = [loaded.compiled.outputs.get("y")!.buffer];
    const [y] = await machine.run(loaded, new Map([["x", Float32Array.from(values)]]), { reads });
    return [...new Float32Array(y.buffer)];
  };
  const set = (values: readonly number[]) =>
    machine.write([parameters.write("w", Float32Array.from(values))]);
  return { graph, machine, parameters, compile, square, run, set };
}

for (const threads of [1, 2, 3]) {
  Deno.test(`Machine runs what is queued in order, in ${threads} threads`, async () => {
    const { machine, parameters, run, set } = open({ threads });
    set([1, 0, 0, 1]);
    const first = run([1, 2, 3, 4]);
    set([2, 0, 0, 3]);
    const second = run([1, 2, 3, 4]);
    const read = machine.read([parameters.weights]);
    set([0, 0, 0, 0]);
    assertEquals(await first, [7, 10, 15, 22]);
    assertEquals(await second, [14, 30, 30, 66]);
    assertEquals([...(await read)[0].slice(0, 4)], [2, 0, 0, 3]);
    machine.close();
  });

  Deno.test(`Machine gives a program's constants back after another's, in ${threads} threads`, async () => {
    const { graph, machine, compile, square, run } = open({ threads });
    const constant = (values: number[]) => graph.constant(Float32Array.from(values), [2, 2]);
    const [plain, doubled] = [[1, 0, 0, 1], [2, 0, 0, 2]].map((it) =>
      compile(matmul(square, constant(it)))
    );
    assertEquals(await run([1, 2, 3, 4], plain), [7, 10, 15, 22]);
    assertEquals(await run([1, 2, 3, 4], doubled), [14, 20, 30, 44]);
    assertEquals(await run([1, 2, 3, 4], plain), [7, 10, 15, 22]);
    machine.close();
  });

  Deno.test(`Machine grows its memory for a larger program, in ${threads} threads`, async () => {
    const { graph, machine, compile, run, set } = open({ threads });
    set([1, 0, 0, 1]);
    assertEquals(await run([1, 2, 3, 4]), [7, 10, 15, 22]);
    const large = graph.input("large", [500, 1000]);
    const loaded = compile(matmul(large, large, { transposeA: false, transposeB: true }));
    const ones = new Map([["large", new Float32Array(500_000).fill(1)]]);
    const [y] = await machine.run(loaded, ones, {
      reads: [loaded.compiled.outputs.get("y")!.buffer],
    });
    assertEquals(new Set(new Float32Array(y.buffer)), new Set([1000]));
    assertEquals(await run([1, 2, 3, 4]), [7, 10, 15, 22]);
    machine.close();
  });
}

Deno.test("Machine.run() refuses a missing input", () => {
  const { graph, machine, compile, square } = open({ threads: 1 });
  const program = compile(matmul(square, graph.input("other", [2, 2])));
  assertThrows(
    () => machine.run(program, new Map([["x", new Float32Array(3)]]), { reads: [] }),
    TypeError,
    `Cannot feed "x": expected 4 values, got 3`,
  );
  machine.close();
});

for (const dying of [0, 1, 2]) {
  Deno.test(`Machine rejects all that waits once thread ${dying} has died, and all after it`, async () => {
    const { machine, parameters, run, set } = open({
      threads: 3,
      startWorker: startDying(dying, 3),
    });
    set([1, 0, 0, 1]);
    assertEquals((await Promise.all([1, 2].map((x) => run([x, 0, 0, x])))).map(([y]) => y), [1, 4]);
    const [c, d] = [3, 4].map((x) => run([x, 0, 0, x]));
    const read = machine.read([parameters.weights]);
    const died = `Cannot go on: thread ${dying} of 3 has died: Uncaught Error: out of luck`;
    const rejected = [c, d, read].map((it) => assertRejects(() => it, WorkerError, died));
    await Promise.all(rejected);
    await assertRejects(() => run([1, 0, 0, 1]), WorkerError, died);
    machine.close();
  });
}

Deno.test("Machine.close() rejects what waits", async () => {
  for (const threads of [1, 2]) {
    const { machine, run } = open({ threads });
    const waiting = assertRejects(() => run([1, 2, 3, 4]), Error, "its threads are closed");
    machine.close();
    await waiting;
  }
});
