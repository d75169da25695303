// Trains a generator on a folder of pictures, sub-folders being classes, and draws a sheet with it:
//
//   deno run --allow-all examples/train.ts path/to/pictures generators/mine 2000
import {
  contactSheet,
  encodePng,
  imageFromPixels,
  loadBundle,
  openModel,
  recipeOf,
  trainBundle,
  wasmKernels,
} from "../mod.ts";

const [data = "procedural", out = "generators/shapes", steps = "2000"] = Deno.args;

const optimisation = {
  ...{ batchSize: 32, steps: Number(steps), rate: 4e-3, warmup: 50, finalRate: 0 },
  ...{ weightDecay: 0, clip: 1, averageDecay: 0.99 },
};
const recipe = recipeOf({
  ...{ id: "mine", title: "My pictures", data, validation: 0 },
  codec: {
    ...{ kind: "vq_vae", channels: 32, residualChannels: 16, beta: 0.25, normaliseCodes: false },
    // Pictures of 16 × 16 become 8 × 8 codes of 64.
    ...{ downsamplings: 1, encoderResidualBlocks: 0, decoderResidualBlocks: 1 },
    ...{ embeddingDim: 8, codebookSize: 64 },
    codebook: { update: "ema", decay: 0.99, epsilon: 1e-5, restartThreshold: 0.5 },
    optimisation,
  },
  prior: {
    ...{ kind: "pixel_cnn", channels: 32, layers: 4, firstKernel: 5, kernel: 3 },
    ...{ embeddingDim: 8, outputChannels: 64, dropout: 0.1, labelDropout: 0.1 },
    optimisation,
  },
});

const metrics = await trainBundle(recipe, {
  ...{ out, size: 16 },
  report: ({ stage, step, metrics }) => console.log(stage, step, metrics.get("loss")?.toFixed(4)),
});
for (const [name, { value }] of Object.entries(metrics)) console.log(name, value.toPrecision(3));

const bundle = await loadBundle((name) => Deno.readFile(`${out}/${name}`));
const model = openModel(bundle, await wasmKernels());
const seeds = Array.from({ length: 16 }, (_, seed) => ({ seed, temperature: 0.9, guidance: 1 }));
const pictures = model.decodeAll(model.sampleAll(seeds).map(({ codes }) => codes));
const sheet = contactSheet(pictures.map((it) => imageFromPixels(it, bundle.manifest.image)));
await Deno.writeFile(`${out}/drawn.png`, encodePng(sheet, { scale: 4 }));
