import { assert, assertEquals } from "@std/assert";
import { TaskRecorder } from "../../../../executors/wasm/compiled/recorder.ts";
import type { Buffer } from "../../../../executors/wasm/compiled/task.ts";

const WORDS = 20;
const BYTES = 128; // Whole lines of 64 bytes.

/** A chain of tasks, each of which reads what the one before wrote. */
function chain(length: number) {
  const recorder = new TaskRecorder();
  const buffers = Array.from({ length }, (_, i) => recorder.scratch(WORDS, `${i}`));
  for (let i = 1; i < length; i++) record(recorder, [buffers[i - 1]], [buffers[i]]);
  return { recorder, buffers };
}

function record(recorder: TaskRecorder, reads: Buffer[], writes: Buffer[], units = 1): void {
  recorder.record({ name: "test", units, reads, writes, emit: (module) => module.function() });
}

function overlap(a: Buffer, b: Buffer): boolean {
  return Math.abs(a.address - b.address) < BYTES;
}

Deno.test("TaskRecorder.place() lets the buffers of a chain take turns", () => {
  const { recorder, buffers } = chain(10);
  assertEquals(recorder.place(1024).end, 1024 + 2 * BYTES);
  buffers.slice(1).forEach((it, i) => assert(!overlap(it, buffers[i])));
  assert(buffers.every(({ address }) => address % 64 === 0 && address >= 1024));
});

Deno.test("TaskRecorder.place() keeps what is filled before the first task, and read after the last", () => {
  const { recorder, buffers } = chain(10);
  recorder.keep(buffers[8], { before: true });
  recorder.keep(buffers[2], { after: true });
  recorder.place(0);
  for (const it of buffers.slice(0, 8)) assert(!overlap(it, buffers[8]), it.label);
  for (const it of buffers.slice(3)) assert(!overlap(it, buffers[2]), it.label);
});

Deno.test("TaskRecorder.place() gives tasks of one phase no memory in common", () => {
  const recorder = new TaskRecorder();
  const [a, b, c, d] = ["a", "b", "c", "d"].map((it) => recorder.scratch(WORDS, it));
  record(recorder, [a], [b]);
  record(recorder, [c], [d]);
  assertEquals(recorder.place(0).phases, [0, 0]);
  const all = [a, b, c, d];
  assert(all.every((one, i) => all.every((other, j) => i === j || !overlap(one, other))));
});

Deno.test("TaskRecorder.record() leaves out a task without units", () => {
  const recorder = new TaskRecorder();
  record(recorder, [], [], 0);
  assertEquals(recorder.tasks, []);
});
