// Trains a generator on a folder of pictures, sub-folders being classes, and draws a sheet with it:
//
//   deno run --allow-all examples/train.ts path/to/pictures generators/mine 2000
import {
  configOf,
  contactSheet,
  encodePng,
  imageFromPixels,
  loadBundle,
  openModel,
  recipeOf,
  RECIPES,
  trainBundle,
  wasmKernels,
} from "../mod.ts";

const [data = "procedural", out = "generators/shapes", steps = "2000"] = Deno.args;

// The recipe for coloured shapes, as JSON, with smaller models and fewer steps.
const { codec, prior, ...rest } = configOf(RECIPES.get("procedural")!);
const shorter = { steps: Number(steps), warmup: 50, averageDecay: 0.99 };
const recipe = recipeOf({
  ...rest,
  ...{ id: "mine", title: "My pictures", data, validation: 0 },
  codec: {
    ...codec,
    // Pictures of 16 × 16 become 8 × 8 codes of 64.
    ...{ channels: 32, residualChannels: 16, downsamplings: 1, codebookSize: 64 },
    optimisation: { ...codec.optimisation, ...shorter },
  },
  prior: {
    ...prior!,
    ...{ channels: 32, layers: 4, dropout: 0.1 },
    optimisation: { ...prior!.optimisation, ...shorter },
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
