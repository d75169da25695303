import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Device } from "../../../../executors/webgpu/device.ts";
import { alongAxis } from "../../../../executors/webgpu/kernels/along_axis.ts";
import { gridOf } from "../../../../executors/webgpu/kernels/grid.ts";
import { read, write } from "../../../../executors/webgpu/kernels/kernel.ts";
import { gpuTest } from "../../../support/adapter.ts";
import { DispatchRunner } from "./dispatch_runner.ts";

const LINES = { axis: 3, inner: 2, count: 4 };
/** `[2, 3, 2]`; sums along axis 1 are 6, 60, -3, 4. */
const X = [1, 10, 2, 20, 3, 30, -1, 4, -1, 0, -1, 0];

/** What an entry point makes of X. */
async function computed(
  device: Device,
  entryPoint: string,
  { words, x = X, targets }: { words: number; x?: readonly number[]; targets?: Uint32Array },
): Promise<Float32Array> {
  const runner = new DispatchRunner(device);
  const out = runner.buffer("out", { words });
  const more = targets ? [read(runner.buffer("targets", new Float32Array(targets.buffer)))] : [];
  const bindings = [read(runner.buffer("x", x)), write(out), ...more];
  await runner.run((r) =>
    r.dispatch({
      kernel: alongAxis(entryPoint, LINES),
      bindings,
      workgroups: gridOf(LINES.count),
    })
  );
  const [values] = await runner.values(out);
  return values.slice();
}

gpuTest("sum_along adds along the axis", async (device) => {
  const values = await computed(device, "sum_along", { words: 4 });
  assertEquals([...values], [6, 60, -3, 4]);
});

gpuTest("argmin gives the first of the lowest", async (device) => {
  const values = await computed(device, "argmin", { words: 4 });
  assertEquals([...new Uint32Array(values.buffer)], [0, 0, 0, 1]);
});

gpuTest("softmax sums to one and stays finite for large logits", async (device) => {
  const x = X.map((value) => value * 1000);
  const values = await computed(device, "softmax", { words: 12, x });
  assertEquals([0, 2, 4].map((i) => values[i]), [0, 0, 1]);
  [6, 8, 10].forEach((i) => assertAlmostEquals(values[i], 1 / 3, 1e-6));
});

gpuTest("cross_entropy is minus the log-softmax of the target", async (device) => {
  const logs = await computed(device, "log_softmax", { words: 12 });
  const targets = Uint32Array.of(2, 0, 1, 2);
  const nats = await computed(device, "cross_entropy", { words: 4, targets });
  [4, 1, 8, 11].forEach((at, i) => assertAlmostEquals(nats[i], -logs[at], 1e-5));
  const expected = Math.log(1 + Math.exp(-1) + Math.exp(-2));
  assertAlmostEquals(nats[0], expected, 1e-6);
});
