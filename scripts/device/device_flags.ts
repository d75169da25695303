import type { Values } from "../../cli/flags.ts";
import type { DeviceOptions } from "../../offline/devices/open_training_device.ts";

/** Where a command computes: flags that all that train or measure have. */
export const DEVICE_FLAGS = {
  device: {
    type: "string",
    value: "auto|cpu|NAME",
    bare: "",
    lists: true,
    help: "auto: a graphics card, else the processor (default); cpu; an adapter by name or " +
      "number; alone: list them",
  },
  threads: {
    type: "integer",
    min: 1,
    max: 256,
    help: "threads on the processor (default: one for each core, at most 8)",
  },
} as const;

/** The flags as they were given, without those of a command that has more. */
export function deviceOptions(
  { device, threads }: Values<typeof DEVICE_FLAGS>,
): Pick<DeviceOptions, "device" | "threads"> {
  return { device, threads };
}
