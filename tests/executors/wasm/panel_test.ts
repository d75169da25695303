import { assertEquals, assertLess } from "@std/assert";
import { conv2d, evaluate, Graph, relu, type Values, zeros } from "../../../core/graph/mod.ts";
import { Random } from "../../../core/random/random.ts";
import { GridExecutor } from "../../../executors/wasm/grid_executor.ts";
import { Machine } from "../../../executors/wasm/machine.ts";
import { randomWeights } from "../../generation/random_prior.ts";
import { KERNELS } from "../../support/kernels.ts";

/** Few enough positions that an image alone has no panels, and an odd number in all images together. */
const HEIGHT = 3, WIDTH = 3, IMAGES = 5;

/** Sums of up to 1440 products of about 1 in f32. */
const TOLERANCE = 2e-5;

function convolution(inputs: number, outputs: number, { side, rectified }: Case) {
  const graph = new Graph();
  const x = graph.input("x", [1, inputs, HEIGHT, WIDTH]);
  const weight = graph.parameter("w", [outputs, inputs, side, side], zeros);
  const pad = side >> 1;
  const y = conv2d(x, weight, { pad: [pad, pad, pad, pad] });
  const output = rectified ? relu(y) : y;
  const weights = randomWeights(graph, 4);
  const executor = new GridExecutor(new Machine(KERNELS), {
    output,
    input: x,
    weights,
    capacity: IMAGES,
  });
  const reference = (pixels: Float32Array) =>
    evaluate(graph, [output], new Map<string, Values>([...weights, ["x", pixels]]))[0];
  return { executor, reference, inputSize: x.size, outputSize: output.size };
}

interface Case {
  readonly side: number;
  readonly rectified: boolean;
}

for (const inputs of [32, 64, 96, 160]) {
  for (const outputs of [16, 24, 33]) {
    for (const shape of [{ side: 1, rectified: false }, { side: 3, rectified: true }]) {
      const kernel = `${inputs} to ${outputs} channels, ${shape.side} x ${shape.side}`;
      Deno.test(`GridExecutor gives the bits of one image with panels: ${kernel}`, () => {
        const { executor, reference, inputSize, outputSize } = convolution(inputs, outputs, shape);
        const random = new Random(2);
        const images = Array.from(
          { length: IMAGES },
          () => new Float32Array(inputSize).map(() => random.normal()),
        );
        const alone = images.map((pixels) => {
          executor.write(0, pixels);
          executor.run(1);
          return executor.read(0, new Float32Array(outputSize));
        });
        images.forEach((pixels, image) => executor.write(image, pixels));
        executor.run(IMAGES);
        images.forEach((pixels, image) => {
          assertEquals(executor.read(image, new Float32Array(outputSize)), alone[image]);
          const expected = reference(pixels) as Float32Array;
          const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
          expected.forEach((value, i) =>
            assertLess(Math.abs(alone[image][i] - value), TOLERANCE * largest)
          );
        });
      });
    }
  }
}
