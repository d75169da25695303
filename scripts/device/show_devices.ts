import { alignColumns } from "../../offline/align_columns.ts";
import { listDevices, type ListedDevice } from "../../offline/devices/list_devices.ts";

/** Prints what `--device` takes, and which of it `auto` is. */
export async function showDevices(): Promise<void> {
  for (const line of deviceLines(await listDevices())) console.log(line);
}

/**
 * A line for each device: what `--device` takes, its name, and of the one that `auto` takes the reason.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const cpu = { word: "cpu", name: "processor (2 threads)", software: false, reason: "no card" };
 * const adapter = { word: "0", name: "llvmpipe", software: true };
 * assertEquals(deviceLines([adapter, cpu]), [
 *   "0    llvmpipe               in software",
 *   "cpu  processor (2 threads)  auto: no card",
 * ]);
 * ```
 */
export function deviceLines(devices: readonly ListedDevice[]): string[] {
  return alignColumns(devices.map(({ word, name, software, reason }) => {
    const note = reason === undefined ? "" : `auto: ${reason}`;
    return [word, name, software ? "in software" : note];
  }));
}
