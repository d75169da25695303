import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  conv2d,
  conv2dWeightGradient,
  convTranspose2d,
  ShapeError,
} from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { checkGradient } from "../../../support/gradient_check.ts";
import {
  compute,
  f32,
  type Fed,
  numbers,
  randomF32,
  randomIntegers,
} from "../../../support/tensors.ts";

type Options = Required<NonNullable<Parameters<typeof conv2d>[2]>>;

/** The definition of a convolution, element by element. */
function directConv(x: Fed, weight: Fed, { stride, pad, groups }: Options): Fed {
  const [n, , h, w] = x.shape;
  const [oc, ic, kh, kw] = weight.shape;
  const oh = Math.floor((h + pad[0] + pad[2] - kh) / stride[0]) + 1;
  const ow = Math.floor((w + pad[1] + pad[3] - kw) / stride[1]) + 1;
  const at = (image: number, c: number, row: number, column: number) =>
    row < 0 || row >= h || column < 0 || column >= w
      ? 0
      : x.values[((image * ic * groups + c) * h + row) * w + column];
  const y = [];
  for (let index = 0; index < n * oc * oh * ow; index++) {
    const column = index % ow, row = Math.floor(index / ow) % oh;
    const o = Math.floor(index / (ow * oh)) % oc, image = Math.floor(index / (ow * oh * oc));
    let sum = 0;
    for (let k = 0; k < ic * kh * kw; k++) {
      const kx = k % kw, ky = Math.floor(k / kw) % kh, i = Math.floor(k / (kw * kh));
      const c = Math.floor(o / (oc / groups)) * ic + i;
      const value = at(image, c, row * stride[0] - pad[0] + ky, column * stride[1] - pad[1] + kx);
      sum += value * weight.values[o * ic * kh * kw + k];
    }
    y.push(sum);
  }
  return f32([n, oc, oh, ow], y);
}

const dot = (a: Fed, b: Fed) => numbers(a).reduce((sum, value, i) => sum + value * b.values[i], 0);

/** Random shapes and settings of a convolution whose kernel fits. */
const problems = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  n: fc.integer({ min: 1, max: 2 }),
  groups: fc.constantFrom(1, 2, 3),
  inPerGroup: fc.integer({ min: 1, max: 3 }),
  outPerGroup: fc.integer({ min: 1, max: 6 }),
  kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  extra: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })),
  stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  pad: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)),
}).map(({ seed, n, groups, inPerGroup, outPerGroup, kernel, extra, stride, pad }) => {
  const random = new Random(seed);
  const size = [kernel[0] + extra[0], kernel[1] + extra[1]] as [number, number];
  return {
    x: randomIntegers(random, [n, groups * inPerGroup, ...size]),
    weight: randomIntegers(random, [groups * outPerGroup, inPerGroup, ...kernel]),
    options: { stride, pad, groups },
    random,
  };
});
const RUNS = { numRuns: 60, seed: 1 };

Deno.test("conv2d() of a hand-made image", () => {
  const x = f32([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const weight = f32([1, 1, 2, 2], [1, 0, 0, -1]);
  const y = compute([x, weight], (x, w) => conv2d(x, w, { pad: [1, 0, 0, 0] }));
  assertEquals([y.shape, numbers(y)], [[1, 1, 3, 2], [-2, -3, -4, -4, -4, -4]]);
});

// Small whole numbers: every sum is exact, so all three agree bit for bit.
Deno.test("conv2d() equals the direct definition", () => {
  fc.assert(
    fc.property(problems, ({ x, weight, options }) => {
      assertEquals(
        compute([x, weight], (x, w) => conv2d(x, w, options)),
        directConv(x, weight, options),
      );
    }),
    RUNS,
  );
});

Deno.test("convTranspose2d() is the adjoint of conv2d(): <conv(x), y> = <x, convT(y)>", () => {
  fc.assert(
    fc.property(problems, ({ x, weight, options, random }) => {
      const forward = compute([x, weight], (x, w) => conv2d(x, w, options));
      const y = randomIntegers(random, forward.shape);
      const outputSize = [x.shape[2], x.shape[3]] as const;
      const back = compute(
        [y, weight],
        (y, w) => convTranspose2d(y, w, { ...options, outputSize }),
      );
      assertEquals(back.shape, x.shape);
      assertEquals(dot(forward, y), dot(x, back));
    }),
    RUNS,
  );
});

Deno.test("conv2dWeightGradient() is the adjoint in the weight: <conv(x, w), y> = <w, gradient(x, y)>", () => {
  fc.assert(
    fc.property(problems, ({ x, weight, options, random }) => {
      const forward = compute([x, weight], (x, w) => conv2d(x, w, options));
      const y = randomIntegers(random, forward.shape);
      const kernel = [weight.shape[2], weight.shape[3]] as const;
      const gradient = compute(
        [x, y],
        (x, y) => conv2dWeightGradient(x, y, { ...options, kernel }),
      );
      assertEquals(gradient.shape, weight.shape);
      assertEquals(dot(forward, y), dot(weight, gradient));
    }),
    RUNS,
  );
});

Deno.test("conv2d() adds taps [kh][kw], then channels, in f64", () => {
  const random = new Random(5);
  const [x, weight] = [randomF32(random, [1, 3, 3, 3]), randomF32(random, [1, 3, 3, 3])];
  const y = compute([x, weight], (x, w) => conv2d(x, w, { pad: [0, 0, 1, 1] }));
  let sum = 0; // the output at (1, 1): the last row and column of taps are outside
  for (let kh = 0; kh < 2; kh++) {
    for (let kw = 0; kw < 2; kw++) {
      for (let i = 0; i < 3; i++) {
        sum += x.values[i * 9 + (kh + 1) * 3 + kw + 1] * weight.values[i * 9 + kh * 3 + kw];
      }
    }
  }
  assertEquals(y.values[3], Math.fround(sum));
});

Deno.test("convTranspose2d() enlarges by the stride unless told the size", () => {
  const x = f32([1, 1, 2, 2], [1, 2, 3, 4]);
  const weight = f32([1, 1, 2, 2], [1, 1, 1, 1]);
  const y = compute([x, weight], (x, w) => convTranspose2d(x, w, { stride: [2, 2] }));
  assertEquals([y.shape, numbers(y)], [[1, 1, 4, 4], [
    1,
    1,
    2,
    2,
    1,
    1,
    2,
    2,
    3,
    3,
    4,
    4,
    3,
    3,
    4,
    4,
  ]]);
  const odd = compute(
    [x, weight],
    (x, w) => convTranspose2d(x, w, { stride: [2, 2], outputSize: [5, 4] }),
  );
  assertEquals(odd.shape, [1, 1, 5, 4]);
  assertEquals(numbers(odd).slice(16), [0, 0, 0, 0]);
});

const CASES: readonly Options[] = [
  { stride: [1, 1], pad: [1, 1, 1, 1], groups: 1 },
  { stride: [2, 2], pad: [1, 1, 1, 1], groups: 1 },
  { stride: [2, 1], pad: [2, 0, 0, 1], groups: 2 },
];
for (const options of CASES) {
  Deno.test(`convolutions with ${JSON.stringify(options)} pass the gradient check`, () => {
    const random = new Random(6);
    const kernel = [3, 2] as const;
    const image = randomF32(random, [2, 4, 6, 5]);
    const weight = randomF32(random, [6, 4 / options.groups, ...kernel]);
    checkGradient([image, weight], (x, w) => conv2d(x, w, options));
    const small = randomF32(
      random,
      compute([image, weight], (x, w) => conv2d(x, w, options)).shape,
    );
    const outputSize = [6, 5] as const;
    checkGradient([small, weight], (x, w) => convTranspose2d(x, w, { ...options, outputSize }));
    checkGradient([image, small], (x, y) => conv2dWeightGradient(x, y, { ...options, kernel }));
  });
}

const zeros = (...shape: number[]) => f32(shape, Array(shape.reduce((x, y) => x * y)).fill(0));

Deno.test("conv2d() refuses channels, kernels and settings that do not fit", () => {
  const x = zeros(1, 4, 3, 3);
  const build = (weight: Fed, options = {}) =>
    compute([x, weight], (x, w) => conv2d(x, w, options));
  assertThrows(
    () => build(zeros(2, 3, 1, 1)),
    ShapeError,
    "Cannot build conv2d: expected weight to be [oc, 4 / 1, kh, kw] with oc a multiple of 1, " +
      "got f32 [1, 4, 3, 3], f32 [2, 3, 1, 1]",
  );
  assertThrows(() => build(zeros(3, 2, 1, 1), { groups: 2 }), ShapeError, "multiple of 2");
  assertThrows(() => build(zeros(2, 4, 4, 1)), ShapeError, "kernel to fit");
  assertThrows(
    () => build(zeros(2, 4, 1, 1), { pad: [0, 0, -1, 0] }),
    ShapeError,
    "pad [0,0,-1,0]",
  );
  assertThrows(() => build(zeros(2, 4, 1, 1), { stride: [0, 1] }), ShapeError, "stride [0,1]");
  assertThrows(() => build(zeros(2, 4)), ShapeError, "two f32 tensors of rank 4");
});

Deno.test("convTranspose2d() refuses channels and sizes that do not fit", () => {
  const x = zeros(1, 4, 3, 3);
  assertThrows(
    () => compute([x, zeros(2, 4, 1, 1)], (x, w) => convTranspose2d(x, w)),
    ShapeError,
    "Cannot build conv_transpose2d: expected weight to be [4, ic, kh, kw]",
  );
  assertThrows(
    () => compute([x, zeros(4, 2, 1, 1)], (x, w) => convTranspose2d(x, w, { outputSize: [4, 3] })),
    ShapeError,
    "a convolution of [4,3] to give [h, w] of x instead of [4,3], got f32 [1, 4, 3, 3], f32 [4, 2, 1, 1]",
  );
});

Deno.test("conv2dWeightGradient() refuses a dY that is not the convolution's", () => {
  assertThrows(
    () =>
      compute(
        [zeros(1, 2, 3, 3), zeros(1, 2, 3, 3)],
        (x, y) => conv2dWeightGradient(x, y, { kernel: [2, 2] }),
      ),
    ShapeError,
    "Cannot build conv2d_weight_gradient: expected dY to be [1, oc, 2, 2] with channels multiples of 1",
  );
});

Deno.test("convolutions round once", () => {
  const y = compute(
    [f32([1, 3, 1, 1], [2 ** 24, 1, 1]), f32([1, 3, 1, 1], [1, 1, 1])],
    (x, w) => conv2d(x, w),
  );
  assertEquals(y.values[0], 2 ** 24 + 2);
});
