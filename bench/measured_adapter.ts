import { type Device, listAdapters, openDevice } from "../executors/webgpu/device.ts";
import { tune } from "../executors/webgpu/compiled/tune.ts";
import { Tuning } from "../executors/webgpu/compiled/tuning.ts";
import type { MeasuredAdapter } from "./benchmark.ts";

/**
 * Opens the adapter to measure.
 * @param wanted `auto`: the first, graphics card or not, as what software is worth is measured too; `cpu`: none; an
 * adapter's name or number. @returns Undefined where there is none.
 * @throws {AdapterError} If none has that name.
 */
export async function openMeasuredAdapter(wanted: string): Promise<MeasuredAdapter | undefined> {
  if (wanted === "cpu") return undefined;
  const named = wanted === "auto" ? undefined : wanted;
  if (named === undefined && (await listAdapters()).length === 0) return undefined;
  const device = await openDevice(named);
  let tuning: Promise<Tuning> | undefined;
  return {
    device,
    openFresh: () => openDevice(named),
    tuned: () => tuning ??= device.software ? Promise.resolve(new Tuning()) : tune(device),
  };
}

/** One line: an adapter's name, kind and lanes, or that there is none. */
export function describeAdapter(device: Device | undefined): string {
  if (!device) return "no WebGPU adapter";
  const { name, software, subgroupSize } = device;
  const lanes = subgroupSize > 0 ? `subgroups of ${subgroupSize}` : "no subgroups";
  return `${name} (${software ? "software" : "hardware"}, ${lanes})`;
}
