import { assertThrows } from "@std/assert";
import { mul, type Op, type ScaleAttributes, scaleOp, type Tensor } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import { checkGradient } from "./gradient_check.ts";
import { randomF32 } from "./tensors.ts";

Deno.test("checkGradient() notices a derivative that is off by 2 %", () => {
  const wrong: Op<"scale", ScaleAttributes> = {
    ...scaleOp,
    derivative: ({ graph }, dY) => [mul(dY, graph.constant(Float32Array.of(2.04), []))],
  };
  const apply = (x: Tensor) => x.graph.apply(wrong, [x], { factor: 2, offset: 0 });
  assertThrows(
    () => checkGradient([randomF32(new Random(1), [8])], apply),
    Error,
    "Gradient of scale along input 0",
  );
});
