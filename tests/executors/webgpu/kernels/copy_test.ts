import { assertEquals } from "@std/assert";
import { launchCopy } from "../../../../executors/webgpu/kernels/copy.ts";
import { gpuTest } from "../../../support/adapter.ts";
import { DispatchRunner } from "./dispatch_runner.ts";
import { wholeNumbers } from "./whole_numbers.ts";

gpuTest("launchCopy() copies every word and none behind", async (device) => {
  const runner = new DispatchRunner(device);
  for (const words of [1, 63, 64, 65, 1000]) {
    const content = wholeNumbers(words, 1);
    const [from, to] = [runner.buffer("source", content), runner.buffer("destination", { words })];
    await runner.run((r) => launchCopy(r, { from, to, words }));
    assertEquals(await runner.values(to), [Float32Array.from(content)]);
    runner.clear();
  }
});

gpuTest("launchCopy() with a guard copies while all is finite", async (device) => {
  const runner = new DispatchRunner(device);
  for (const [finite, expected] of [[1, [7, 8, 9]], [0, [1, 2, 3]]] as const) {
    const [from, to] = [
      runner.buffer("source", [7, 8, 9]),
      runner.buffer("destination", [1, 2, 3]),
    ];
    const guard = runner.buffer("norm", [5, finite]);
    await runner.run((r) => launchCopy(r, { from, to, words: 3, guard }));
    assertEquals(await runner.values(to), [Float32Array.from(expected)]);
    runner.clear();
  }
});

gpuTest("launchCopy() keeps the bits of NaN and of words that are no floats", async (device) => {
  const runner = new DispatchRunner(device);
  const bits = Uint32Array.of(0x7fc00001, 0xffc12345, 0x7f800000, 1, 0xffffffff);
  const from = runner.buffer("source", new Float32Array(bits.buffer));
  const to = runner.buffer("destination", { words: 5 });
  await runner.run((r) => launchCopy(r, { from, to, words: 5 }));
  const [values] = await runner.values(to);
  assertEquals(new Uint32Array(values.buffer, values.byteOffset, 5), bits);
});
