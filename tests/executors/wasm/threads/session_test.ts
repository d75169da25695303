import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Graph, matmul, type Tensor, zeros } from "../../../../core/graph/mod.ts";
import { compileGraph } from "../../../../executors/wasm/compiled/compile.ts";
import { FixedMemory } from "../../../../executors/wasm/compiled/fixed_memory.ts";
import { Parameters } from "../../../../executors/wasm/compiled/parameters.ts";
import { Session, type SessionOptions } from "../../../../executors/wasm/threads/session.ts";
import { WorkerError } from "../../../../executors/wasm/threads/worker_pool.ts";
import { startDying } from "../../../support/start_dying.ts";

/** `y = x² w` of a session. */
function open(options: SessionOptions) {
  const graph = new Graph();
  const x = graph.input("x", [2, 2]);
  const w = graph.parameter("w", [2, 2], zeros);
  const memory = new FixedMemory();
  const session = new Session(options, memory);
  const parameters = Parameters.place(graph, memory);
  const compile = (y: Tensor) => {
    const outputs = new Map([["y", y]]);
    return session.load(compileGraph({ graph, parameters, outputs, address: memory.end }));
  };
  const square = matmul(x, x);
  const program = compile(matmul(square, w));
  const run = async (values: readonly number[], loaded = program) => {
    const reads = [loaded.compiled.outputs.get("y")!.buffer];
    const [y] = await session.run(loaded, new Map([["x", Float32Array.from(values)]]), { reads });
    return [...new Float32Array(y.buffer)];
  };
  const set = (values: readonly number[]) =>
    session.write([parameters.write("w", Float32Array.from(values))]);
  return { graph, session, parameters, compile, square, run, set };
}

for (const threads of [1, 2, 3]) {
  Deno.test(`Session runs what is queued in order, in ${threads} threads`, async () => {
    const { session, parameters, run, set } = open({ threads });
    set([1, 0, 0, 1]);
    const first = run([1, 2, 3, 4]);
    set([2, 0, 0, 3]);
    const second = run([1, 2, 3, 4]);
    const read = session.read([parameters.weights]);
    set([0, 0, 0, 0]);
    assertEquals(await first, [7, 10, 15, 22]);
    assertEquals(await second, [14, 30, 30, 66]);
    assertEquals([...(await read)[0].slice(0, 4)], [2, 0, 0, 3]);
    session.close();
  });

  Deno.test(`Session gives a program's constants back after another's, in ${threads} threads`, async () => {
    const { graph, session, compile, square, run } = open({ threads });
    const constant = (values: number[]) => graph.constant(Float32Array.from(values), [2, 2]);
    const [plain, doubled] = [[1, 0, 0, 1], [2, 0, 0, 2]].map((it) =>
      compile(matmul(square, constant(it)))
    );
    assertEquals(await run([1, 2, 3, 4], plain), [7, 10, 15, 22]);
    assertEquals(await run([1, 2, 3, 4], doubled), [14, 20, 30, 44]);
    assertEquals(await run([1, 2, 3, 4], plain), [7, 10, 15, 22]);
    session.close();
  });

  Deno.test(`Session grows its memory for a larger program, in ${threads} threads`, async () => {
    const { graph, session, compile, run, set } = open({ threads });
    set([1, 0, 0, 1]);
    assertEquals(await run([1, 2, 3, 4]), [7, 10, 15, 22]);
    const large = graph.input("large", [500, 1000]);
    const loaded = compile(matmul(large, large, { transposeA: false, transposeB: true }));
    const ones = new Map([["large", new Float32Array(500_000).fill(1)]]);
    const [y] = await session.run(loaded, ones, {
      reads: [loaded.compiled.outputs.get("y")!.buffer],
    });
    assertEquals(new Set(new Float32Array(y.buffer)), new Set([1000]));
    assertEquals(await run([1, 2, 3, 4]), [7, 10, 15, 22]);
    session.close();
  });
}

Deno.test("Session.run() refuses a missing input", () => {
  const { graph, session, compile, square } = open({ threads: 1 });
  const program = compile(matmul(square, graph.input("other", [2, 2])));
  assertThrows(
    () => session.run(program, new Map([["x", new Float32Array(3)]]), { reads: [] }),
    TypeError,
    `Cannot feed "x": expected 4 values, got 3`,
  );
  session.close();
});

for (const dying of [0, 1, 2]) {
  Deno.test(`Session rejects all that waits once thread ${dying} has died, and all after it`, async () => {
    const { session, parameters, run, set } = open({
      threads: 3,
      startWorker: startDying(dying, 3),
    });
    set([1, 0, 0, 1]);
    assertEquals((await Promise.all([1, 2].map((x) => run([x, 0, 0, x])))).map(([y]) => y), [1, 4]);
    const [c, d] = [3, 4].map((x) => run([x, 0, 0, x]));
    const read = session.read([parameters.weights]);
    const died = `Cannot go on: thread ${dying} of 3 has died: Uncaught Error: out of luck`;
    const rejected = [c, d, read].map((it) => assertRejects(() => it, WorkerError, died));
    await Promise.all(rejected);
    await assertRejects(() => run([1, 0, 0, 1]), WorkerError, died);
    session.close();
  });
}

Deno.test("Session.close() rejects what waits", async () => {
  for (const threads of [1, 2]) {
    const { session, run } = open({ threads });
    const waiting = assertRejects(() => run([1, 2, 3, 4]), Error, "its threads are closed");
    session.close();
    await waiting;
  }
});
