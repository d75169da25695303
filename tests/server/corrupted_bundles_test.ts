import { assert, assertEquals } from "@std/assert";
import { BundleError } from "../../core/bundle/mod.ts";
import { Random } from "../../core/random/random.ts";
import { loadBundleFolder } from "../../serving/deno/bundle_folder.ts";
import { NoBundleError } from "../../serving/deno/no_bundle_error.ts";
import { openModels } from "../../serving/open_models.ts";
import { mutateBundle } from "../support/fuzz/mutate_bundle.ts";
import { KERNELS } from "../support/kernels.ts";
import { tinyBundle } from "../support/tiny_bundle.ts";

/** `CORRUPTED_BUNDLES=10000` runs as many, and says what they took. */
const COUNT = Number(Deno.env.get("CORRUPTED_BUNDLES") || 300);
const MAX_MS = 2000;
const MAX_BYTES = 150e6;

/** The most memory that this process has had since the last call, where the system says. */
async function peakBytes(): Promise<number> {
  try {
    const status = await Deno.readTextFile("/proc/self/status");
    await Deno.writeTextFile("/proc/self/clear_refs", "5");
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1024;
  } catch {
    return Deno.memoryUsage().rss;
  }
}

/** Serves a folder as a server does: loads, opens and draws. @returns What it was refused with. */
async function serve(models: string): Promise<unknown> {
  try {
    const bundles = (await loadBundleFolder(models)).map(({ bundle }) => bundle);
    const perform = openModels({ bundles, kernels: KERNELS });
    const settings = [{ seed: 1, temperature: 1, guidance: 1 }];
    await perform({ kind: "draw", model: "tiny", settings, reply: "png", scale: 1 });
  } catch (error) {
    return error;
  }
}

/**
 * What serving a folder took, in milliseconds of processor time where the system says it: other programs
 * do not count in that.
 */
async function measured(models: string): Promise<{ error: unknown; ms: number; bytes: number }> {
  await peakBytes();
  const before = Deno.memoryUsage().rss, start = await processorMs();
  const error = await serve(models);
  return { error, ms: await processorMs() - start, bytes: await peakBytes() - before };
}

async function processorMs(): Promise<number> {
  const stat = await Deno.readTextFile("/proc/self/stat").catch(() => undefined);
  if (stat === undefined) return performance.now();
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10; // User and system, in ticks of 10 ms.
}

Deno.test(`loadBundleFolder() and openModels() refuse by name, or open, each of ${COUNT} corrupted bundles`, async () => {
  const models = await Deno.makeTempDir();
  const folder = `${models}/tiny`;
  const files = await tinyBundle();
  const random = new Random(10);
  const worst = { ms: 0, bytes: 0, slowest: "", largest: "" };
  let refused = 0;
  for (let i = 0; i < COUNT; i++) {
    const { name, apply } = await mutateBundle(files, random);
    await Deno.remove(folder, { recursive: true }).catch(() => {});
    await Deno.mkdir(folder);
    for (const [file, bytes] of files) await Deno.writeFile(`${folder}/${file}`, bytes);
    await apply(folder);
    const where = `${i}: ${name}`;
    const { error, ms, bytes } = await measured(models);
    if (error !== undefined) {
      refused++;
      // Without a manifest it is no bundle.
      if (error instanceof NoBundleError) assert(name.startsWith("replaces manifest.json"), where);
      else {
        assert(error instanceof BundleError, `${where}: ${error}`);
        assert(error.bundle === "tiny" || error.message.includes('"tiny"'), `${where}: ${error}`);
        assert(/^[\w.-]{1,64}$/.test(error.file), `${where}: ${error}`);
        assertEquals(error.message.split("\n").length, 1, where);
        assert(error.message.length < 500, `${where}: ${error.message.slice(0, 600)}`);
      }
    }
    assert(ms < MAX_MS, `${where}: ${ms} ms`);
    assert(bytes < MAX_BYTES, `${where}: ${bytes} bytes`);
    if (ms > worst.ms) Object.assign(worst, { ms, slowest: where });
    if (bytes > worst.bytes) Object.assign(worst, { bytes, largest: where });
  }
  if (Deno.env.has("CORRUPTED_BUNDLES")) console.log({ refused, opened: COUNT - refused, worst });
  assert(refused > COUNT / 2);
  await Deno.remove(models, { recursive: true });
});
