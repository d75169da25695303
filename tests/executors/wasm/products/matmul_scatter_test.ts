import { assertEquals } from "@std/assert";
import {
  embedding,
  evaluate,
  Graph,
  matmul,
  oneHot,
  type Tensor,
  type TensorOf,
  type Values,
} from "../../../../core/graph/mod.ts";
import { lowerMatmul } from "../../../../executors/wasm/products/matmul.ts";
import { isScatter } from "../../../../executors/wasm/products/matmul_scatter.ts";
import { runLowering } from "../../../support/run_lowering.ts";
import { wholeNumbers } from "../../webgpu/kernels/whole_numbers.ts";

function scatter(rows: number, depth: number, columns: number) {
  const graph = new Graph();
  const codes = graph.input("codes", [rows], "u32");
  const b = graph.input("b", [rows, columns]);
  const y = matmul(oneHot(codes, { depth, axis: 1 }), b, { transposeA: true });
  return { graph, codes, b, y: y as TensorOf<"matmul"> };
}

Deno.test("lowerMatmul() sums rows for each code where the one_hot has no memory, and skips codes past it", () => {
  for (const [rows, depth, columns] of [[1, 1, 1], [70, 5, 16], [33, 9, 39], [50, 3, 64]]) {
    const { graph, codes, b, y } = scatter(rows, depth, columns);
    const held = Uint32Array.from({ length: rows }, (_, i) => (i * i + 3) % (depth + 1));
    if (rows > 40) held[7] = 0xffffffff;
    const values = wholeNumbers(rows * columns, 1);
    const { result, tasks } = runLowering(
      y,
      (context, out) => lowerMatmul(context, y, out),
      new Map<Tensor, Values>([[codes, held], [b, values]]),
    );
    const feeds = new Map<string, Values>([["codes", held], ["b", values]]);
    assertEquals(result, evaluate(graph, [y], feeds)[0]);
    assertEquals(tasks.map(({ name }) => name), ["matmul_scatter"]);
  }
});

Deno.test("isScatter() is true of the derivative of embedding", () => {
  const graph = new Graph();
  const table = graph.input("table", [5, 4]);
  const codes = graph.input("codes", [2, 3], "u32");
  const y = embedding(table, codes);
  const [dTable] = y.op.derivative!(y, graph.input("dY", y.shape));
  assertEquals(isScatter(dTable!), true);
});

Deno.test("isScatter() is false of other products and other tensors", () => {
  const { graph, codes, b, y } = scatter(6, 6, 6);
  const used = y.inputs[0];
  const across = oneHot(codes, { depth: 6, axis: 0 });
  for (
    const other of [
      b,
      used,
      matmul(used, b),
      matmul(b, b, { transposeA: true }),
      matmul(across, b, { transposeA: true }),
      matmul(used, b, { transposeA: true, transposeB: true }),
      matmul(graph.input("x", [1, 6, 6]), graph.input("z", [1, 6, 6]), { transposeA: true }),
    ]
  ) assertEquals(isScatter(other), false);
});
