import { assertAlmostEquals } from "@std/assert";
import { evaluate, mul, reduceSum, type Tensor } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import { differentiate } from "../../core/graph/differentiate.ts";
import { type Fed, feedsOf, graphOf, randomF32 } from "./tensors.ts";

const DIRECTIONS = 3;

/**
 * Compares the gradients of L = Σ y w, w random and fixed, with central differences along random ±1
 * directions of each f32 input: (L(x + εv) - L(x - εv)) / 2ε against Σ v dL/dx.
 * @param step ε. The references round y to f32, so the difference carries an error of about 1e-7 |y| / ε;
 * the other error, ε² times the third derivative, is small for values near 1.
 */
export function checkGradient(
  fed: readonly Fed[],
  build: (...inputs: Tensor[]) => Tensor,
  { step = 1e-2, seed = 1 }: { step?: number; seed?: number } = {},
): void {
  const random = new Random(seed);
  const { graph, inputs } = graphOf(fed);
  const y = build(...inputs);
  const weights = randomF32(random, y.shape).values;
  const axes = y.shape.map((_, axis) => axis);
  const loss = reduceSum(mul(y, graph.constant(weights, y.shape)), { axes });
  const wanted = inputs.filter(({ dtype }) => dtype === "f32");
  const gradients = evaluate(graph, differentiate(graph, loss, wanted), feedsOf(fed));
  wanted.forEach((input, position) => {
    const at = inputs.indexOf(input);
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const signs = Array.from({ length: input.size }, () => random.uniform() < 0.5 ? -1 : 1);
      const lossAt = (distance: number) => {
        const values = fed[at].values.map((value, i) => value + signs[i] * distance);
        const moved = fed.with(at, { shape: input.shape, values });
        const [result] = evaluate(graph, [y], feedsOf(moved));
        return Array.from(result).reduce((sum, value, i) => sum + value * weights[i], 0);
      };
      const measured = (lossAt(step) - lossAt(-step)) / (2 * step);
      let derived = 0;
      let size = 0;
      gradients[position].forEach((slope, i) => {
        derived += slope * signs[i];
        size += slope * slope;
      });
      assertAlmostEquals(
        derived,
        measured,
        2e-3 * (1 + Math.sqrt(size)),
        `Gradient of ${y.op.name} along input ${at}: derived ${derived}, measured ${measured}`,
      );
    }
  });
}
