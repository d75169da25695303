import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Device } from "../../../../executors/webgpu/device.ts";
import {
  launchConv2d,
  launchConv2dInputGradient,
} from "../../../../executors/webgpu/kernels/conv2d.ts";
import { launchConv2dWeightGradient } from "../../../../executors/webgpu/kernels/conv2d_weight_gradient.ts";
import type { ConvShape } from "../../../../executors/webgpu/kernels/conv_shape.ts";
import type { Tiling } from "../../../../executors/webgpu/kernels/kernel.ts";
import { gpuTest } from "../../../support/adapter.ts";
import { convShapes, MODEL_SHAPES } from "./conv2d_cases.ts";
import {
  biasReluRef,
  conv2dInputGradientRef,
  conv2dRef,
  conv2dWeightGradientRef,
  sizes,
} from "./conv2d_ref.ts";
import { DispatchRunner } from "./dispatch_runner.ts";
import { wholeNumbers } from "./whole_numbers.ts";

interface Options {
  tiling: Tiling;
  longestRow?: number;
}

/** Integers are exact in f32: bit for bit, whatever the order of the sum. */
async function checkAll(runner: DispatchRunner, shape: ConvShape, options: Options): Promise<void> {
  const size = sizes(shape);
  const [x, weight, dY] = [
    wholeNumbers(size.x, 1),
    wholeNumbers(size.weight, 2),
    wholeNumbers(size.y, 3),
  ];
  const [inBias, outBias] = [wholeNumbers(shape.inChannels, 4), wholeNumbers(shape.outChannels, 5)];
  const ref = {
    x: runner.buffer("x", x),
    weight: runner.buffer("weight", weight),
    dY: runner.buffer("dY", dY),
    inBias: runner.buffer("inBias", inBias),
    outBias: runner.buffer("outBias", outBias),
  };
  const out = runner.buffer("out", { words: size.y });
  const activated = runner.buffer("activated", { words: size.y });
  const dX = runner.buffer("dX", { words: size.x });
  const decoded = runner.buffer("decoded", { words: size.x });
  const dWeight = runner.buffer("dWeight", { words: size.weight });
  await runner.run((r) => {
    launchConv2d(r, { ...ref, out, shape });
    launchConv2d(r, { ...ref, bias: ref.outBias, activation: "relu", out: activated, shape });
    launchConv2dInputGradient(r, { ...ref, dX, shape });
    launchConv2dInputGradient(r, {
      ...ref,
      bias: ref.inBias,
      activation: "relu",
      dX: decoded,
      shape,
    });
    launchConv2dWeightGradient(r, { ...ref, dWeight, shape });
  }, options);
  const y = conv2dRef(x, weight, shape);
  const xGradient = conv2dInputGradientRef(dY, weight, shape);
  const expected = [
    y,
    biasReluRef(y, outBias, shape.outHeight * shape.outWidth),
    xGradient,
    biasReluRef(xGradient, inBias, shape.inHeight * shape.inWidth),
    conv2dWeightGradientRef(x, dY, shape),
  ];
  const actual = await runner.values(out, activated, dX, decoded, dWeight);
  assertEquals(actual, expected.map((it) => Float32Array.from(it)));
  runner.clear();
}

async function checkMany(device: Device, options: Options): Promise<void> {
  const runner = new DispatchRunner(device);
  for (const shape of MODEL_SHAPES) await checkAll(runner, shape, options);
  const matchesOracle = fc.asyncProperty(convShapes, (shape) => checkAll(runner, shape, options));
  await fc.assert(matchesOracle, { numRuns: 25, seed: 1 });
}

gpuTest("launchConv2d() and its gradients match the oracle with subgroups", (device) => {
  assert(device.subgroupSize > 0, "the adapter has no subgroups of fixed size");
  return checkMany(device, { tiling: "subgroup" });
});

gpuTest(
  "launchConv2d() and its gradients match the oracle with shared memory",
  (device) => checkMany(device, { tiling: "workgroup" }),
);

gpuTest("launchConv2d() splits a grid that is longer than a dispatch may be", async (device) => {
  const runner = new DispatchRunner(device);
  for (const tiling of ["subgroup", "workgroup"] as const) {
    for (const shape of MODEL_SHAPES.slice(0, 2)) {
      await checkAll(runner, shape, { tiling, longestRow: 1 });
    }
  }
});
