// Draws pictures in a program, with the same bytes as the server:
//
//   deno run --allow-read --allow-write examples/draw.ts [BUNDLE] [OUT.png]
import {
  contactSheet,
  encodePng,
  imageFromPixels,
  loadBundle,
  openModel,
  pixelsFromImage,
  wasmKernels,
} from "../mod.ts";

const [folder = "static/models/mnist", out = "drawn.png"] = Deno.args;
const bundle = await loadBundle((name) => Deno.readFile(`${folder}/${name}`));
const model = openModel(bundle, await wasmKernels());
const { manifest } = model;

// Image k of a batch with seed s is the single image with seed s + k. A class follows from the seed unless it is named.
const requests = Array.from(
  { length: 16 },
  (_, k) => ({ seed: 7 + k, temperature: 1, guidance: 1 }),
);
const grids = model.sampleAll(requests);
const pictures = model.decodeAll(grids.map(({ codes }) => codes))
  .map((pixels) => imageFromPixels(pixels, manifest.image));
await Deno.writeFile(out, encodePng(contactSheet(pictures, { columns: 4, gap: 2 }), { scale: 4 }));

const [{ codes, logLikelihood }] = grids;
console.log(`${manifest.title}: seed 7 is ${manifest.grid.height} × ${manifest.grid.width} codes`);
console.log(`${(-logLikelihood / Math.LN2).toFixed(1)} bits under the prior`);

// Completion: keep the upper half of the first picture, draw the rest anew.
const half = codes.length >> 1;
const kept = [...codes].map((code, position) => position < half ? code : null);
const completed = model.sample({ seed: 99, temperature: 1, guidance: 1, kept });
console.log(
  `kept ${half} codes, ${completed.codes.filter((code, i) => code !== codes[i]).length} differ`,
);

// And back: the codes of a picture.
const again = model.encode(pixelsFromImage(pictures[0]));
console.log(
  `${again.filter((code, i) => code === codes[i]).length} of ${again.length} codes survive`,
);
