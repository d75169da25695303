import { assertEquals } from "@std/assert";
import { phasesOf } from "../../../../executors/wasm/compiled/phases.ts";
import { Buffer, type Task } from "../../../../executors/wasm/compiled/task.ts";

const [a, b, c, d] = ["a", "b", "c", "d"].map((label) => new Buffer(label, 16));

function phases(...tasks: { reads?: Buffer[]; writes?: Buffer[] }[]): number[] {
  const emit: Task["emit"] = (module) => module.function();
  return phasesOf(
    tasks.map(({ reads = [], writes = [] }) => ({ name: "", units: 1, emit, reads, writes })),
  );
}

Deno.test("phasesOf() puts tasks that share no memory, or only read it, into one phase", () => {
  const tasks = [{ reads: [a], writes: [b] }, { reads: [a], writes: [c] }, { writes: [d] }];
  assertEquals(phases(...tasks), [0, 0, 0]);
});

Deno.test("phasesOf() separates a task from one that wrote what it reads or writes", () => {
  assertEquals(phases({ writes: [a] }, { reads: [a], writes: [b] }), [0, 1]);
  assertEquals(phases({ writes: [a] }, { writes: [a] }), [0, 1]);
});

Deno.test("phasesOf() separates a task from one that reads what it writes", () => {
  assertEquals(phases({ reads: [a], writes: [b] }, { writes: [a] }), [0, 1]);
});

Deno.test("phasesOf() remembers what all tasks of a phase do, and nothing of the phases before", () => {
  const tasks = [{ writes: [a] }, { writes: [b] }, { reads: [a], writes: [c] }, { reads: [b] }];
  assertEquals(phases(...tasks), [0, 0, 1, 1]);
});

Deno.test("phasesOf() knows a part of an arena from the others", () => {
  const arena = new Buffer("arena", 128, 0);
  const [first, second] = [new Buffer("first", 64, 0), new Buffer("second", 64, 256)];
  assertEquals(phases({ writes: [first] }, { writes: [second] }, { reads: [arena] }), [0, 0, 1]);
});
