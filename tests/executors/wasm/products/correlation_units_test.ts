import { assertEquals } from "@std/assert";
import { conv2d, Graph, type TensorOf } from "../../../../core/graph/mod.ts";
import { correlationOf } from "../../../../executors/wasm/products/correlation.ts";
import { planOf } from "../../../../executors/wasm/products/correlation_plan.ts";
import {
  type CorrelationUnits,
  unitsOf,
} from "../../../../executors/wasm/products/correlation_units.ts";

/** Units of a 3 × 3 convolution of `[n, c, h, w]` to 16 channels. */
function unitsFor(shape: readonly [number, number, number, number]): CorrelationUnits {
  const graph = new Graph();
  const weight = graph.input("weight", [16, shape[1], 3, 3]);
  const y = conv2d(graph.input("x", shape), weight, { pad: [1, 1, 1, 1] });
  return unitsOf(planOf(correlationOf(y as TensorOf<"conv2d">)));
}

Deno.test("unitsOf() takes several small images together, so that tiles are full", () => {
  const units = unitsFor([64, 16, 7, 7]);
  assertEquals(units, { units: 16, images: 4, rows: 7, bands: 1, cells: 196 });
});

Deno.test("unitsOf() takes bands of four images where tiles do", () => {
  const units = unitsFor([8, 64, 11, 9]);
  assertEquals(units, { units: 4, images: 4, rows: 6, bands: 2, cells: 216 });
});

Deno.test("unitsOf() takes images of medium size one by one", () => {
  const units = unitsFor([64, 16, 14, 14]);
  assertEquals(units, { units: 64, images: 1, rows: 14, bands: 1, cells: 196 });
});

Deno.test("unitsOf() cuts large images into bands of rows", () => {
  const units = unitsFor([1, 16, 60, 50]);
  assertEquals(units, { units: 12, images: 1, rows: 5, bands: 12, cells: 250 });
});

Deno.test("unitsOf() cuts no row, however wide", () => {
  const units = unitsFor([3, 16, 1, 5000]);
  assertEquals(units, { units: 3, images: 1, rows: 1, bands: 1, cells: 5000 });
});

Deno.test("unitsOf() keeps the input of a unit small", () => {
  assertEquals(unitsFor([33, 16, 4, 4]).images, 9);
  assertEquals(unitsFor([33, 3000, 4, 4]).images, 2);
});
