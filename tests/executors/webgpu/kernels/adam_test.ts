import { assertAlmostEquals, assertEquals } from "@std/assert";
import code from "../../../../executors/webgpu/kernels/adam.wgsl" with { type: "text" };
import { gridOf } from "../../../../executors/webgpu/kernels/grid.ts";
import { read, write } from "../../../../executors/webgpu/kernels/kernel.ts";
import { gpuTest } from "../../../support/adapter.ts";
import { DispatchRunner } from "./dispatch_runner.ts";

const STEP = { rate: 0.1, beta1: 0.5, beta2: 0.75, epsilon: 1, decay: 0.5, clip: 0 };
/** 1 - beta^1 of the first step, and the share of the old average. */
const REST = [0.5, 0.25, 0.5, 0, 0, 0];

/** One step of 3 weights, of which the first decays; sizes, canaries and all. */
async function step(
  runner: DispatchRunner,
  { clip = 0, norm = [5, 1], gradient = [4, -2, 0] }: {
    clip?: number;
    norm?: number[];
    gradient?: number[];
  } = {},
): Promise<number[][]> {
  const arenas = [[1, 2, 3], [0, 0, 0], [0, 0, 0], [1, 2, 3]].map((it) =>
    runner.buffer("arena", it)
  );
  const settings = runner.buffer("step", [...Object.values({ ...STEP, clip }), ...REST]);
  const inputs = [settings, runner.buffer("norm", norm), runner.buffer("gradient", gradient)];
  await runner.run((r) =>
    r.dispatch({
      kernel: { name: "adam", code, entryPoint: "adam", constants: { COUNT: 3, MATRICES: 1 } },
      bindings: [...inputs.map(read), ...arenas.map(write)],
      workgroups: gridOf(3),
    })
  );
  const values = await runner.values(...arenas);
  runner.clear();
  return values.map((it) => [...it]);
}

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  actual.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-6));
}

gpuTest("adam does a first step as the formula has it", async (device) => {
  const [weights, mean, square, average] = await step(new DispatchRunner(device));
  assertEquals(mean, [2, -1, 0]);
  assertEquals(square, [4, 1, 0]);
  // m / 0.5 = 4, -2, 0; sqrt(v / 0.25) + 1 = 5, 3, 1; only the first decays, by 0.5 * 1.
  assertClose(weights, [1 - 0.1 * (4 / 5 + 0.5), 2 + 0.1 * 2 / 3, 3]);
  assertClose(average, weights.map((w, i) => (w + i + 1) / 2));
});

gpuTest("adam scales gradients of a norm above the clip, and no others", async (device) => {
  const runner = new DispatchRunner(device);
  assertClose((await step(runner, { clip: 2.5 }))[1], [1, -0.5, 0]);
  assertClose((await step(runner, { clip: 6 }))[1], [2, -1, 0]);
});

gpuTest("adam changes nothing where a value was not finite", async (device) => {
  const before = [[1, 2, 3], [0, 0, 0], [0, 0, 0], [1, 2, 3]];
  const refused = { norm: [NaN, 0], gradient: [NaN, 1, 1] };
  assertEquals(await step(new DispatchRunner(device), refused), before);
});
