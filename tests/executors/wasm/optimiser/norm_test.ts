import { assertAlmostEquals, assertEquals } from "@std/assert";
import { Random } from "../../../../core/random/random.ts";
import { Buffer } from "../../../../executors/wasm/compiled/task.ts";
import { chunksOf, normTask, squaresTask } from "../../../../executors/wasm/optimiser/norm.ts";
import { runTasks } from "../../../support/run_tasks.ts";

/** `[norm, finite]` of the first array while all are watched. @param before What the second word was. */
function normOf(arrays: readonly Float32Array[], before = 1): Float32Array {
  const buffers = arrays.map((it, i) => new Buffer(`${i}`, it.length));
  const counts = buffers.map(chunksOf);
  const sums = new Buffer("sums", counts.reduce((a, b) => a + b));
  const norm = new Buffer("norm", 2);
  const firsts = counts.map((_, i) => counts.slice(0, i).reduce((a, b) => a + b, 0));
  const tasks = buffers.map((it, i) => squaresTask(it, sums, firsts[i]));
  const values = new Map(buffers.map((it, i) => [it, arrays[i]]));
  values.set(norm, Float32Array.of(9, before));
  return new Float32Array(
    runTasks([...tasks, normTask(sums, counts[0], norm)], values)(norm).buffer,
  );
}

for (const length of [1, 15, 64, 4096, 5000, 100_003]) {
  Deno.test(`normTask() takes the norm of ${length} words`, () => {
    const random = new Random(length);
    const values = Float32Array.from({ length }, () => random.normal());
    const expected = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
    const [norm, finite] = normOf([values, new Float32Array(3).fill(1e6)]);
    assertAlmostEquals(norm, expected, 1e-6 * expected);
    assertEquals(finite, 1);
  });
}

for (const wrong of [NaN, Infinity, -Infinity, 3e38]) {
  for (const [array, at] of [[0, 0], [0, 4999], [1, 0], [1, 16], [2, 0]]) {
    Deno.test(`normTask() finds ${wrong} at ${at} of array ${array}`, () => {
      const arrays = [5000, 17, 1].map((length) => new Float32Array(length).fill(1));
      arrays[array][at] = wrong;
      assertEquals(normOf(arrays)[1], 0);
    });
  }
}

Deno.test("normTask() never takes back that something was not finite", () => {
  assertEquals([...normOf([new Float32Array(16).fill(2)], 0)], [8, 0]);
});
