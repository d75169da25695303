import { assertThrows } from "@std/assert";
import {
  Barrier,
  BARRIER_WORDS,
  ReleasedError,
} from "../../../../executors/wasm/threads/barrier.ts";

const AT = 64;

function barrier(threads: number, napSeconds?: number): Barrier {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  new Int32Array(memory.buffer).fill(7); // What lies around it does not matter.
  new Int32Array(memory.buffer, AT, BARRIER_WORDS).fill(0);
  return new Barrier(memory, AT, threads, napSeconds);
}

Deno.test("Barrier.meet() of one thread does not wait", () => barrier(1).meet());

Deno.test("Barrier.meet() gives up on a thread that is gone", () => {
  assertThrows(
    () => barrier(2, 0.001).meet(),
    Error,
    "Cannot go on: expected all threads within 0.006 s, got one that is gone",
  );
});

Deno.test("Barrier.meet() does not wait once the barrier is broken", () => {
  const broken = barrier(2);
  broken.break();
  for (let i = 0; i < 3; i++) assertThrows(() => broken.meet(), ReleasedError);
});
