import { assertEquals, assertThrows } from "@std/assert";
import {
  add,
  concat,
  conv2d,
  div,
  embedding,
  evaluate,
  exp,
  Graph,
  log,
  mul,
  relu,
  reshape,
  scale,
  sigmoid,
  slice,
  sqrt,
  sub,
  tanh,
  type Tensor,
  transpose,
  type Values,
  zeros,
} from "../../../core/graph/mod.ts";
import { NotCausalError } from "../../../executors/position/position_order.ts";
import { PositionExecutor } from "../../../executors/plain/position_executor.ts";
import { randomWeights } from "../../generation/random_prior.ts";

const SIDES = { height: 3, width: 5 };
const COUNT = SIDES.height * SIDES.width;
const CODES = Uint32Array.from({ length: COUNT }, (_, i) => (3 * i + 1) % 7);

/** A graph of what `build` makes of embedded codes `[1, 4, h, w]` of earlier positions only. */
function model(build: (x: Tensor, graph: Graph) => Tensor) {
  const graph = new Graph();
  const codes = graph.input("codes", [1, SIDES.height, SIDES.width], "u32");
  const embedded = embedding(graph.parameter("table", [7, 4], zeros), codes);
  const x = transpose(embedded, [0, 3, 1, 2]);
  const above = slice(x, { starts: [0, 0, 0, 0], sizes: [1, 4, SIDES.height - 1, SIDES.width] });
  const kernel = graph.parameter("first", [4, 4, 1, 3], zeros);
  const y = build(conv2d(above, kernel, { pad: [1, 1, 0, 1] }), graph);
  return { graph, codes, y, weights: randomWeights(graph, 4) };
}

/** Checks all positions against the reference, bit for bit, for two grids one after the other. */
function matchesReference(
  { graph, codes, y, weights }: ReturnType<typeof model>,
  feeds: Map<string, Values> = new Map(),
): void {
  const executor = new PositionExecutor(y, codes, weights);
  for (const grid of [CODES, CODES.toReversed()]) {
    const known = new Map<string, Values>([...weights, ...feeds, ["codes", grid]]);
    const [expected] = evaluate(graph, [y], known);
    executor.begin(feeds);
    for (let position = 0; position < COUNT; position++) {
      const actual = executor.next();
      const channels = Array.from(actual, (_, c) => expected[c * COUNT + position]);
      assertEquals([...actual], channels, `position ${position}`);
      executor.codes[position] = grid[position];
    }
  }
}

const BUILDS: Record<string, (x: Tensor, graph: Graph) => Tensor> = {
  "conv2d with a kernel to the left and above": (x, graph) =>
    conv2d(x, graph.parameter("w", [9, 4, 2, 3], zeros), { pad: [1, 2, 0, 0] }),
  "conv2d of a box": (x, graph) => {
    const box = slice(x, { starts: [0, 1, 0, 0], sizes: [1, 2, 3, 3] });
    return conv2d(box, graph.parameter("w", [3, 2, 1, 1], zeros), { pad: [0, 2, 0, 0] });
  },
  "elementwise ops of one tensor": (x) =>
    scale(log(sqrt(exp(tanh(relu(sigmoid(x)))))), { factor: -0.3, offset: 0.7 }),
  "elementwise ops of two tensors": (x) => {
    const [a, b] = [0, 2].map((c) => slice(x, { starts: [0, c, 0, 0], sizes: [1, 2, 3, 5] }));
    return sub(mul(add(a, b), b), div(a, exp(b)));
  },
  "a value per channel on either side": (x, graph) => {
    const bias = reshape(graph.parameter("bias", [4], zeros), [1, 4, 1, 1]);
    return sub(bias, mul(x, bias));
  },
  "a scalar": (x, graph) => add(graph.constant(Float32Array.of(0.25), []), x),
  "channels-last values": (x, graph) => {
    const last = transpose(x, [0, 2, 3, 1]);
    const biased = add(last, graph.parameter("bias", [4], zeros));
    return transpose(biased, [0, 3, 1, 2]);
  },
};

for (const [name, build] of Object.entries(BUILDS)) {
  Deno.test(`PositionExecutor equals the reference for ${name}`, () => {
    matchesReference(model(build));
  });
}

Deno.test("PositionExecutor reads other inputs anew for each grid", () => {
  const { graph, codes, y, weights } = model((x, graph) => {
    const table = graph.parameter("classes", [3, 4], zeros);
    return add(x, reshape(embedding(table, graph.input("class", [1], "u32")), [1, 4, 1, 1]));
  });
  for (const label of [0, 2]) {
    matchesReference({ graph, codes, y, weights }, new Map([["class", Uint32Array.of(label)]]));
  }
});

Deno.test("PositionExecutor.next() refuses a position past the last", () => {
  const { codes, y, weights } = model((x, graph) =>
    conv2d(relu(x), graph.parameter("w", [2, 4, 2, 3], zeros), { pad: [1, 1, 0, 1] })
  );
  const executor = new PositionExecutor(y, codes, weights);
  executor.begin(new Map());
  for (let position = 0; position < COUNT; position++) executor.next();
  assertThrows(() => executor.next(), RangeError, "expected at most 15 of a grid");
});

Deno.test("PositionExecutor refuses a graph that reads its own position", () => {
  const graph = new Graph();
  const codes = graph.input("codes", [1, 2, 2], "u32");
  const rows = embedding(graph.parameter("table", [7, 4], zeros), codes);
  const x = transpose(rows, [0, 3, 1, 2]);
  assertThrows(
    () => new PositionExecutor(x, codes, randomWeights(graph, 1)),
    NotCausalError,
    "position 0 that reads code 0",
  );
  assertThrows(
    () => new PositionExecutor(rows, codes, randomWeights(graph, 1)),
    TypeError,
    "expected channels before positions",
  );
});

const REFUSED: Record<string, [(x: Tensor, graph: Graph) => Tensor, string]> = {
  "an op without a local form": [(x) => concat([x, x], { axis: 1 }), "Cannot order concat"],
  "a transposed grid": [(x) => transpose(x, [0, 1, 3, 2]), "rows to stay before columns"],
  "an operand that differs between rows": [
    (x, graph) => add(x, graph.parameter("rows", [3, 1], zeros)),
    "the same at all positions",
  ],
  "an operand of fewer rows": [
    (x) => add(x, slice(x, { starts: [0, 0, 0, 0], sizes: [1, 4, 1, 5] })),
    "to have one shape",
  ],
  "one channel that an operand spreads over several": [
    (x, graph) => {
      const one = slice(x, { starts: [0, 0, 0, 0], sizes: [1, 1, 3, 5] });
      return mul(one, graph.parameter("wide", [1, 4, 1, 1], zeros));
    },
    "all channels in an operand",
  ],
  "grouped convolutions": [
    (x, graph) => conv2d(x, graph.parameter("w", [4, 2, 1, 1], zeros), { groups: 2 }),
    "one group",
  ],
  "a kernel that is fed": [
    (x, graph) => conv2d(x, graph.input("w", [4, 4, 1, 1])),
    "parameters only",
  ],
};

for (const [name, [build, message]] of Object.entries(REFUSED)) {
  Deno.test(`PositionExecutor refuses ${name}`, () => {
    const { codes, y, weights } = model(build);
    assertThrows(() => new PositionExecutor(y, codes, weights), TypeError, message);
  });
}

Deno.test("PositionExecutor refuses a batch", () => {
  const graph = new Graph();
  const codes = graph.input("codes", [2, 3, 5], "u32");
  const x = embedding(graph.parameter("table", [7, 4], zeros), codes);
  assertThrows(() => new PositionExecutor(x, codes, new Map()), TypeError, "codes [1, h, w]");
});
