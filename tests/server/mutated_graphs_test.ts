import { assert, assertEquals } from "@std/assert";
import { BundleError, loadBundle, makeManifest, manifestText } from "../../core/bundle/mod.ts";
import { Random } from "../../core/random/random.ts";
import { requireServable } from "../../generation/model_budget.ts";
import { openModel } from "../../generation/model.ts";
import { mutateGraphs } from "../support/fuzz/mutate_graphs.ts";
import { KERNELS } from "../support/kernels.ts";
import { tinyBundle } from "../support/tiny_bundle.ts";

/**
 * `MUTATED_GRAPHS=10000` runs as many, and says what they took. It measures its process, so it runs among the server
 * tests: one file at a time.
 */
const COUNT = Number(Deno.env.get("MUTATED_GRAPHS") || 500);
const MAX_MS = 2000;
const MAX_BYTES = 256e6;

const files = await tinyBundle();
const text = new TextDecoder().decode(files.get("graphs.json"));
const { manifest } = await loadBundle((name) => Promise.resolve(files.get(name)!));
const { formatVersion: _, files: _f, ...description } = manifest;

/** Loads a bundle with these graphs, under right hashes, opens its model and uses all of it. */
async function use(graphs: string, kernels?: WebAssembly.Module): Promise<void> {
  const changed = new Map([...files, ["graphs.json", new TextEncoder().encode(graphs)]]);
  changed.delete("manifest.json");
  const own = await manifestText(await makeManifest(description, changed));
  changed.set("manifest.json", new TextEncoder().encode(own));
  const read = (name: string) => Promise.resolve(changed.get(name)!);
  const bundle = await loadBundle(read, { id: "tiny", accept: requireServable });
  const model = openModel(bundle, kernels);
  const { codes } = model.sample({ seed: 1, temperature: 1, guidance: 2, class: 1 });
  assert(codes.length === 16 && codes.every((code) => code < 8));
  assertEquals(model.decode(codes).length, 256);
  assert(model.encode(new Float32Array(256).fill(0.5)).every((code) => code < 8));
  assert(model.nearest(model.codebook!).indices.every((code) => code < 8));
}

/** The most memory that this process has had since the last call, where the system says. */
function peakBytes(): number {
  try {
    const status = Deno.readTextFileSync("/proc/self/status");
    Deno.writeTextFileSync("/proc/self/clear_refs", "5");
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1024;
  } catch {
    return Deno.memoryUsage().rss;
  }
}

/** Of this process, where the system says it: other programs do not count in that. */
function processorMs(): number {
  try {
    const stat = Deno.readTextFileSync("/proc/self/stat");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10; // User and system, in ticks of 10 ms.
  } catch {
    return performance.now();
  }
}

Deno.test(`openModel() refuses by name, or runs, each of ${COUNT} bundles with mutated graphs`, async () => {
  const random = new Random(11);
  const worst = { ms: 0, bytes: 0, slowest: "", largest: "" };
  let refused = 0;
  for (let i = 0; i < COUNT; i++) {
    const { name, text: mutated } = mutateGraphs(text, random);
    const where = `${i}: ${name}`;
    peakBytes();
    const before = Deno.memoryUsage().rss, start = processorMs();
    try {
      await use(mutated, i % 2 === 0 ? KERNELS : undefined);
    } catch (error) {
      refused++;
      assert(error instanceof BundleError, `${where}: ${error} ${(error as Error).stack}`);
      assert(/^[\w.-]{1,64}$/.test(error.file), `${where}: ${error}`);
      assertEquals(error.message.split("\n").length, 1, where);
      assert(error.message.length < 500, `${where}: ${error.message}`);
    }
    const ms = processorMs() - start, bytes = peakBytes() - before;
    assert(ms < MAX_MS, `${where}: ${ms} ms`);
    assert(bytes < MAX_BYTES, `${where}: ${bytes} bytes`);
    if (ms > worst.ms) Object.assign(worst, { ms, slowest: where });
    if (bytes > worst.bytes) Object.assign(worst, { bytes, largest: where });
  }
  if (Deno.env.has("MUTATED_GRAPHS")) console.log({ refused, ran: COUNT - refused, worst });
  assert(refused > COUNT / 2 && refused < COUNT);
});
