import { assertEquals } from "@std/assert";
import {
  add,
  ancestors,
  conv2d,
  convTranspose2d,
  Graph,
  mul,
  relu,
  reshape,
  sigmoid,
  type Tensor,
  zeros,
} from "../../../core/graph/mod.ts";
import { findEpilogues } from "../../../executors/storage/epilogue.ts";

function layer() {
  const graph = new Graph();
  const x = graph.input("x", [2, 3, 6, 6]);
  const weight = graph.parameter("weight", [4, 3, 3, 3], zeros);
  const bias = graph.parameter("bias", [4], zeros);
  const convolution = conv2d(x, weight, { pad: [1, 1, 1, 1] });
  const biased = add(convolution, reshape(bias, [1, 4, 1, 1]));
  return { graph, x, weight, bias, convolution, biased, active: relu(biased) };
}

function found(wanted: readonly Tensor[]) {
  const epilogues = findEpilogues(ancestors(wanted), new Set(wanted));
  return [...epilogues].map(([last, { convolution, epilogue }]) => ({
    last,
    convolution,
    ...epilogue,
  }));
}

Deno.test("findEpilogues() fuses bias and relu into a convolution", () => {
  const { active, bias, convolution } = layer();
  assertEquals(found([active]), [{ last: active, convolution, bias, relu: true }]);
});

Deno.test("findEpilogues() fuses the bias alone where something else follows", () => {
  const { biased, bias, convolution } = layer();
  const expected = [{ last: biased, convolution, bias, relu: false }];
  assertEquals(found([sigmoid(biased)]), expected);
  assertEquals(found([biased]), expected);
});

Deno.test("findEpilogues() keeps values before the relu that are read elsewhere", () => {
  const { active, biased, bias, convolution } = layer();
  const expected = [{ last: biased, convolution, bias, relu: false }];
  assertEquals(found([mul(active, biased)]), expected);
  assertEquals(found([active, biased]), expected);
});

Deno.test("findEpilogues() fuses nothing where the bare convolution is read elsewhere", () => {
  const { active, convolution } = layer();
  assertEquals(found([active, convolution]), []);
  assertEquals(found([mul(active, convolution)]), []);
});

Deno.test("findEpilogues() takes no sum with another tensor for a bias", () => {
  const { graph, convolution, x } = layer();
  const residual = add(convolution, graph.input("other", [2, 4, 6, 6]));
  const computed = add(convolution, reshape(relu(graph.input("c", [4])), [1, 4, 1, 1]));
  const rows = add(convolution, reshape(graph.input("row", [6]), [1, 1, 1, 6]));
  assertEquals(found([relu(residual), relu(computed), relu(rows), x]), []);
});

Deno.test("findEpilogues() fuses transposed convolutions", () => {
  const graph = new Graph();
  const convolution = convTranspose2d(
    graph.input("x", [1, 2, 3, 3]),
    graph.input("w", [2, 5, 4, 4]),
    { stride: [2, 2], pad: [1, 1, 1, 1] },
  );
  const bias = graph.input("b", [5]);
  const last = relu(add(convolution, reshape(bias, [1, 5, 1, 1])));
  assertEquals(found([last]), [{ last, convolution, bias, relu: true }]);
});
