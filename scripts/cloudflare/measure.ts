import type { AssetIndex } from "../../serving/cloudflare/asset_index.ts";
import type { Figures } from "./limits.ts";
import { activeMilliseconds } from "./startup.ts";
import { runWrangler } from "./wrangler.ts";

/** Other work on the machine only ever adds to a time. */
const STARTS = 3;

/**
 * Builds the Worker as it would be uploaded, and measures it: the code compressed, and the processor
 * time of its start in workerd under V8's profiler, the least of three.
 *
 * @param options.folder Contains `assets`; the build goes next to it.
 */
export async function measureDeployment(
  root: string,
  { folder, index }: { folder: string; index: AssetIndex },
): Promise<Figures> {
  const bundle = `${folder}/worker.bundle`;
  await runWrangler(root, [
    ...["deploy", "--dry-run", `--outdir=${folder}/code`, `--outfile=${bundle}`],
    `--assets=${folder}/assets`,
  ]);
  const starts: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const profile = `${folder}/startup.cpuprofile`;
    await runWrangler(root, ["check", "startup", `--worker=${bundle}`, `--outfile=${profile}`]);
    starts.push(activeMilliseconds(JSON.parse(await Deno.readTextFile(profile))));
  }
  const sizes = Object.entries(index.files).map(([path, { size }]) => [path, size]);
  return {
    code: await compressedSize(`${folder}/code`),
    assets: Object.fromEntries(sizes),
    startup: Math.min(...starts),
  };
}

/** Of everything that is uploaded as code. */
async function compressedSize(folder: string): Promise<number> {
  let size = 0;
  for await (const { name } of Deno.readDir(folder)) {
    if (/\.(map|md)$/.test(name)) continue;
    const { readable } = await Deno.open(`${folder}/${name}`);
    for await (const chunk of readable.pipeThrough(new CompressionStream("gzip"))) {
      size += chunk.length;
    }
  }
  return size;
}
