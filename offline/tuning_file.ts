import * as z from "zod";
import type { Device } from "../executors/webgpu/device.ts";
import { tune } from "../executors/webgpu/compiled/tune.ts";
import { Tuning } from "../executors/webgpu/compiled/tuning.ts";
import { withNewFolder, writeAtomically } from "./files/atomic_write.ts";

/** Choices by adapter. */
const TuningFile = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * The kernel variants for a device: measured at its first use and remembered in a file. Software adapters
 * are not measured: register tiles win there, and compiling the others takes longer than a short run.
 * @param path A file that may be missing; one that cannot be read is replaced.
 */
export async function rememberedTuning(
  device: Device,
  path: string,
  say: (text: string) => void,
): Promise<Tuning> {
  if (device.software) return new Tuning();
  const all = await readTuning(path);
  const known = new Tuning(new Map(Object.entries(all[device.name] ?? {})));
  say(`choosing kernels for ${device.name}`);
  const tuning = await tune(device, known);
  if (tuning.chosen.size > known.chosen.size) {
    const text = JSON.stringify({ ...all, [device.name]: Object.fromEntries(tuning.chosen) });
    const write = () => writeAtomically(path, new TextEncoder().encode(text));
    await withNewFolder(path.replace(/\/[^/]*$/, ""), write);
  }
  return tuning;
}

async function readTuning(path: string): Promise<z.infer<typeof TuningFile>> {
  try {
    return TuningFile.parse(JSON.parse(await Deno.readTextFile(path)));
  } catch {
    return {};
  }
}
