import { assertAlmostEquals, assertEquals } from "@std/assert";
import { launchNorm } from "../../../../executors/webgpu/kernels/norm.ts";
import { gpuTest } from "../../../support/adapter.ts";
import { DispatchRunner } from "./dispatch_runner.ts";

/** `[norm, finite]` of arrays: the first is counted, the others only watched. */
async function normOf(
  runner: DispatchRunner,
  [counted, ...watched]: readonly (readonly number[])[],
  before: readonly [number, number] = [0, 1],
): Promise<number[]> {
  const measured = (content: readonly number[]) => ({
    buffer: runner.buffer("measured", content),
    words: content.length,
  });
  const out = runner.buffer("norm", before);
  const arrays = { counted: measured(counted), watched: watched.map(measured) };
  await runner.run((r) => launchNorm(r, { ...arrays, out }));
  const [values] = await runner.values(out);
  const norm = [...values];
  runner.clear();
  return norm;
}

gpuTest("launchNorm() gives the Euclidean norm of arrays of any length", async (device) => {
  const runner = new DispatchRunner(device);
  assertEquals(await normOf(runner, [[3, 4]]), [5, 1]);
  for (const count of [1, 64, 4097, 70_001]) {
    const content = Array.from({ length: count }, (_, i) => (i % 13) - 6);
    const expected = Math.sqrt(content.reduce((sum, x) => sum + x * x, 0));
    const [norm, finite] = await normOf(runner, [content]);
    assertAlmostEquals(norm, expected, 1e-5 * expected); // sums of up to 70 f32 squares
    assertEquals(finite, 1);
  }
});

gpuTest("launchNorm() watches arrays without counting them", async (device) => {
  const runner = new DispatchRunner(device);
  assertEquals(await normOf(runner, [[3, 4], [100], [7, 7, 7]]), [5, 1]);
});

gpuTest("launchNorm() notices NaN and infinity in every array", async (device) => {
  const runner = new DispatchRunner(device);
  for (const value of [NaN, Infinity, -Infinity]) {
    const last = [...new Array(200).fill(1), value];
    assertEquals((await normOf(runner, [[3, value]]))[1], 0);
    assertEquals(await normOf(runner, [[3, 4], [value, 1]]), [5, 0]);
    assertEquals(await normOf(runner, [[3, 4], [1], last]), [5, 0]);
  }
});

gpuTest("launchNorm() never takes a refusal back", async (device) => {
  const runner = new DispatchRunner(device);
  assertEquals(await normOf(runner, [[3, 4]], [0, 0]), [5, 0]);
});
