import { runCommand } from "../cli/command.ts";
import { loadBundle } from "../core/bundle/mod.ts";
import { encodePng, imageFromPixels } from "../core/image/mod.ts";
import { openModel } from "../generation/model.ts";
import { writeAtomically } from "../offline/files/atomic_write.ts";
import { wasmKernels } from "../serving/deno/wasm_kernels.ts";
import { repositoryRoot } from "../cli/repository_root.ts";
import { GOLDEN_SEEDS, goldenLine } from "./golden/golden_image.ts";

await runCommand({
  task: "golden",
  summary: "Records what a bundle draws for 1,000 seeds; tests compare every runtime with it.",
  positionals: [{ name: "id", help: "a bundle of static/models", required: true }],
  flags: {},
}, async ({ words: [id] }) => {
  const root = repositoryRoot();
  const folder = `${root}/static/models/${id}`;
  const bundle = await loadBundle((name) => Deno.readFile(`${folder}/${name}`), { id });
  const model = openModel(bundle, await wasmKernels());
  const lines: string[] = [];
  for (let seed = 0; seed < GOLDEN_SEEDS; seed++) {
    const { codes } = model.sample({ seed, temperature: 1, guidance: 1 });
    const png = encodePng(imageFromPixels(model.decode(codes), bundle.manifest.image));
    lines.push(await goldenLine(seed, codes, png));
  }
  const path = `tests/golden/${id}.txt`;
  await writeAtomically(`${root}/${path}`, new TextEncoder().encode(`${lines.join("\n")}\n`));
  console.log(`${path}: ${lines.length} seeds`);
});
