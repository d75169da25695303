import { assertEquals } from "@std/assert";
import {
  conv2d,
  type ConvAttributes,
  convTranspose2d,
  Graph,
  type TensorOf,
} from "../../../../core/graph/mod.ts";
import { correlationOf } from "../../../../executors/wasm/products/correlation.ts";
import {
  type CorrelationPlan,
  planOf,
} from "../../../../executors/wasm/products/correlation_plan.ts";

type Sizes = readonly [number, number, number, number];

function planFor(
  x: Sizes,
  weight: Sizes,
  { transposed = false, ...attributes }: Partial<ConvAttributes> & { transposed?: boolean } = {},
): CorrelationPlan {
  const graph = new Graph();
  const make = transposed ? convTranspose2d : conv2d;
  const y = make(graph.input("x", x), graph.input("weight", weight), attributes);
  return planOf(correlationOf(y as TensorOf<"conv2d" | "conv_transpose2d">));
}

Deno.test("planOf() leaves padding out where images come in fours and are small", () => {
  const same = { pad: [1, 1, 1, 1] as const };
  assertEquals(planFor([64, 64, 7, 7], [64, 64, 3, 3], same).order, "images");
  assertEquals(planFor([63, 64, 7, 7], [64, 64, 3, 3], same).order, "cells");
  assertEquals(planFor([64, 64, 28, 28], [64, 64, 3, 3], same).order, "cells");
});

Deno.test("planOf() reads cells of an image together where there is no padding", () => {
  assertEquals(planFor([64, 64, 7, 7], [64, 64, 1, 1]).order, "cells");
});

Deno.test("planOf() computes the phases of a transposed convolution one by one", () => {
  const plan = planFor([64, 64, 14, 14], [64, 32, 4, 4], {
    ...{ transposed: true, stride: [2, 2], pad: [1, 1, 1, 1] },
  });
  assertEquals(plan.parts.map(({ places, taps }) => [places.length, taps.length]), [
    [1, 4],
    [1, 4],
    [1, 4],
    [1, 4],
  ]);
  assertEquals(plan.panels, 8);
});

Deno.test("planOf() fills the columns of a panel with pixels where there are few channels", () => {
  const plan = planFor([63, 32, 14, 14], [32, 1, 4, 4], {
    ...{ transposed: true, stride: [2, 2], pad: [1, 1, 1, 1] },
  });
  assertEquals(plan.parts.map(({ places }) => places.length), [16]);
  assertEquals(plan.panels, 1);
});
