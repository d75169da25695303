import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Device } from "../../../../executors/webgpu/device.ts";
import type { Tiling } from "../../../../executors/webgpu/kernels/kernel.ts";
import { launchMatmul } from "../../../../executors/webgpu/kernels/matmul.ts";
import { gpuTest } from "../../../support/adapter.ts";
import { DispatchRunner } from "./dispatch_runner.ts";
import { wholeNumbers } from "./whole_numbers.ts";

interface Options {
  tiling: Tiling;
  variant?: string;
}

interface Problem {
  batch: number;
  m: number;
  n: number;
  k: number;
  transposeA: boolean;
  transposeB: boolean;
  withBias: boolean;
}

const side = fc.integer({ min: 1, max: 70 });
const problems: fc.Arbitrary<Problem> = fc.record({
  ...{ batch: fc.integer({ min: 1, max: 3 }), m: side, n: side, k: side },
  ...{ transposeA: fc.boolean(), transposeB: fc.boolean(), withBias: fc.boolean() },
});

function matmulRef(
  a: Float32Array,
  b: Float32Array,
  bias: Float32Array,
  problem: Problem,
): Float64Array {
  const { batch, m, n, k, transposeA, transposeB, withBias } = problem;
  const out = new Float64Array(batch * m * n);
  for (let i = 0; i < out.length; i++) {
    const matrix = Math.floor(i / (m * n));
    const row = Math.floor(i / n) % m;
    const column = i % n;
    out[i] = withBias ? bias[column] : 0;
    for (let j = 0; j < k; j++) {
      const aAt = matrix * m * k + (transposeA ? j * m + row : row * k + j);
      const bAt = matrix * k * n + (transposeB ? column * k + j : j * n + column);
      out[i] += a[aAt] * b[bAt];
    }
  }
  return out;
}

async function check(runner: DispatchRunner, problem: Problem, options: Options): Promise<void> {
  const { batch, m, n, k } = problem;
  const a = wholeNumbers(batch * m * k, 1);
  const b = wholeNumbers(batch * k * n, 2);
  const bias = wholeNumbers(n, 3);
  const out = runner.buffer("out", { words: batch * m * n });
  const operands = {
    a: runner.buffer("a", a),
    b: runner.buffer("b", b),
    bias: problem.withBias ? runner.buffer("bias", bias) : undefined,
  };
  await runner.run((r) => launchMatmul(r, { ...problem, ...operands, out }), options);
  const expected = Float32Array.from(matmulRef(a, b, bias, problem));
  assertEquals(await runner.values(out), [expected]);
  runner.clear();
}

async function checkMany(device: Device, options: Options): Promise<void> {
  const runner = new DispatchRunner(device);
  const matchesOracle = fc.asyncProperty(problems, (problem) => check(runner, problem, options));
  await fc.assert(matchesOracle, { numRuns: 30, seed: 1 });
}

gpuTest("launchMatmul() matches the oracle with subgroups", (device) => {
  assert(device.subgroupSize > 0, "the adapter has no subgroups of fixed size");
  return checkMany(device, { tiling: "subgroup", variant: "strided" });
});

gpuTest("launchMatmul() matches the oracle with packed operands", (device) => {
  assert(device.subgroupSize > 0, "the adapter has no subgroups of fixed size");
  return checkMany(device, { tiling: "subgroup", variant: "packed" });
});

gpuTest("launchMatmul() matches the oracle with shared memory", (device) => {
  return checkMany(device, { tiling: "workgroup" });
});
