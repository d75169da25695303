import { assert, assertEquals, assertThrows } from "@std/assert";
import { GraphFileError, readGraphFile } from "../../../core/graph/mod.ts";

const X = { op: "input", name: "x", dtype: "f32", shape: ["n", 4, 6, 6] };
const WEIGHT = { op: "parameter", name: "weight", shape: [8, 4, 3, 3] };
const CONVOLUTION = { stride: [1, 1], pad: [0, 0, 0, 0], groups: 1 };
const CODES = { op: "input", name: "codes", dtype: "u32", shape: ["n", 7, 7] };

/** A file whose last tensor is its output. */
function fileOf(...tensors: unknown[]) {
  return { tensors, outputs: { y: tensors.length - 1 } };
}

function convolution(changes: Record<string, unknown>) {
  const attributes = { ...CONVOLUTION, ...changes };
  return fileOf(X, WEIGHT, { op: "conv2d", inputs: [0, 1], attributes });
}

const DEEP = "[".repeat(20_000) + "]".repeat(20_000);

const REFUSED: [what: string, file: unknown, message: string][] = [
  [
    "10^12 elements",
    fileOf({ ...CODES, shape: [1_000_000, 1_000_000] }),
    "tensor 0 (input): expected at most 16777216 elements, got u32 [1000000, 1000000]",
  ],
  [
    "10^12 elements that an op makes of few",
    fileOf(X, {
      op: "pad",
      inputs: [0],
      attributes: { before: [0, 0, 0, 0], after: [0, 0, 999_994, 999_994] },
    }),
    "tensor 1 (pad): expected at most 16777216 elements",
  ],
  [
    "too many elements in all",
    fileOf(
      X,
      ...Array.from({ length: 9 }, () => ({
        op: "pad",
        inputs: [0],
        attributes: { before: [0, 0, 0, 0], after: [0, 0, 1994, 1994] },
      })),
    ),
    "tensor 5 (pad): expected at most 67108864 elements in it and all tensors before it",
  ],
  [
    "a tensor that is made of itself",
    fileOf(X, { op: "add", inputs: [0, 1] }),
    "tensor 1 (add): expected inputs that are tensors before it, got 1",
  ],
  [
    "a cycle of two tensors",
    fileOf(X, { op: "relu", inputs: [2] }, { op: "relu", inputs: [1] }),
    "tensor 1 (relu): expected inputs that are tensors before it, got 2",
  ],
  [
    "a name that two inputs have",
    fileOf(CODES, CODES),
    'tensor 1 (input): expected a name that no other has, got "codes"',
  ],
  [
    "a name that an input and a parameter have",
    fileOf(X, { ...WEIGHT, name: "x" }),
    'tensor 1 (parameter): expected a name that no other has, got "x"',
  ],
  [
    "an unknown element type",
    fileOf({ ...X, dtype: "f64" }),
    'tensor 0 (input): expected dtype f32 or u32, got "f64"',
  ],
  ["an attribute that is no number", convolution({ groups: NaN }), "groups to be a whole number"],
  [
    "an infinite attribute",
    fileOf(X, { op: "scale", inputs: [0], attributes: { factor: Infinity, offset: 0 } }),
    "tensor 1 (scale): expected factor to be a finite number, got null",
  ],
  [
    "an attribute out of a list of other length",
    convolution({ stride: [1, 1, 1] }),
    "tensor 2 (conv2d): expected stride to be 2 whole numbers, got [1,1,1]",
  ],
  ["a negative attribute", convolution({ pad: [-1, 0, 0, 0] }), "pad to be 4 whole numbers"],
  ["half an attribute", convolution({ pad: [0.5, 0, 0, 0] }), "pad to be 4 whole numbers"],
  ["an attribute as text", convolution({ groups: "1" }), 'a whole number, got "1"'],
  [
    "an attribute too many",
    convolution({ dilation: 1 }),
    'just stride, pad, groups, got "dilation"',
  ],
  [
    "an attribute too few",
    fileOf(X, { op: "scale", inputs: [0], attributes: { factor: 1 } }),
    'tensor 1 (scale): expected "offset", got none',
  ],
  [
    "attributes of an op without",
    fileOf(X, { op: "relu", inputs: [0], attributes: {} }),
    "tensor 1 (relu): expected no attributes, got {}",
  ],
  [
    "an unknown op",
    fileOf(X, { op: "eval", inputs: [0] }),
    'tensor 1 (eval): expected a known op, got "eval"',
  ],
  ["an op that every object has", fileOf(X, { op: "toString", inputs: [0] }), "a known op"],
  ["an op without inputs", fileOf({ op: "relu", inputs: [] }), "expected 1 to 256 inputs, got []"],
  [
    "shapes that an op does not take",
    fileOf({ ...X, shape: ["n", 3, 6, 6] }, WEIGHT, {
      op: "conv2d",
      inputs: [0, 1],
      attributes: CONVOLUTION,
    }),
    "tensor 2 (conv2d): expected weight to be [oc, 3 / 1, kh, kw]",
  ],
  ["no stride", convolution({ stride: [0, 1] }), "stride [0,1] and groups 1 to be positive"],
  [
    "shapes that fit one image alone",
    fileOf(X, { op: "reshape", inputs: [0], attributes: { shape: [144] } }),
    "tensor 1 (reshape): expected x to fill [144], got f32 [2, 4, 6, 6] for 2 images",
  ],
  [
    "a side that follows the images in steps",
    fileOf({ ...X, shape: [1, 4, "n", 6] }, { ...WEIGHT, shape: [8, 4, 1, 1] }, {
      op: "conv2d",
      inputs: [0, 1],
      attributes: { ...CONVOLUTION, stride: [3, 1] },
    }),
    "tensor 2 (conv2d): expected sides that are fixed or multiples of the images",
  ],
  ["a parameter that follows the images", fileOf({ ...WEIGHT, shape: ["n"] }), "the same for any"],
  ["a side of 0", fileOf({ ...X, shape: [0] }), "sides in [1, 2147483647] or multiples"],
  ["a side that is no multiple", fileOf({ ...X, shape: ["n+1"] }), 'multiples of "n", got ["n+1"]'],
  [
    "constants that do not fill their shape",
    fileOf({ op: "constant", dtype: "f32", shape: [3], values: [1, 2] }),
    "tensor 0 (constant): expected values that fill [3], got 2 values",
  ],
  [
    "a constant that is no number",
    fileOf({ op: "constant", dtype: "f32", shape: [1], values: [null] }),
    "tensor 0 (constant): expected f32 values, got null",
  ],
  [
    "a negative code",
    fileOf({ op: "constant", dtype: "u32", shape: [1], values: [-1] }),
    "tensor 0 (constant): expected u32 values, got -1",
  ],
  ["a name with other signs", fileOf({ ...X, name: "__proto__" }), "expected a name like"],
  ["an output that is none", { tensors: [X], outputs: { y: 1 } }, 'output "y"'],
  ["no outputs", { tensors: [X], outputs: {} }, "the outputs: expected 1 to 16 outputs, got 0"],
  [
    "a field too many",
    { tensors: [X], outputs: { y: 0 }, more: 1 },
    'tensors, outputs, got "more"',
  ],
  ["too many tensors", { tensors: new Array(20_000).fill(X), outputs: { y: 0 } }, "16384 tensors"],
  ["no object", [], "the graph: expected an object of tensors, outputs, got []"],
  ["nothing", null, "the graph: expected an object of tensors, outputs, got null"],
  ["deep lists", JSON.parse(DEEP), "the graph: expected an object"],
];

for (const [what, file, message] of REFUSED) {
  Deno.test(`readGraphFile() refuses ${what}, by name and at once`, () => {
    const start = performance.now();
    const error = assertThrows(() => readGraphFile(file), GraphFileError, message);
    assert(performance.now() - start < 500);
    assert(error.message.startsWith("Cannot read ") && error.message.length < 400);
  });
}

Deno.test("readGraphFile() takes a graph without change", () => {
  const file = convolution({ pad: [1, 1, 1, 1] });
  assertEquals(readGraphFile(file), file as unknown);
});

Deno.test("readGraphFile() checks the largest graph in a moment", () => {
  const tensors: unknown[] = [{ ...X, shape: ["n", 4] }];
  for (let i = 1; i < 16_384; i++) tensors.push({ op: "add", inputs: [i - 1, 0] });
  const start = performance.now();
  readGraphFile({ tensors, outputs: { y: 16_383 } });
  assert(performance.now() - start < 8000); // A quarter of a second on a quiet machine.
});
