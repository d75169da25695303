import { defaultThreads } from "../../executors/wasm/open_cpu.ts";
import { adapterName, isSoftwareAdapter, listAdapters } from "../../executors/webgpu/device.ts";
import { chooseDevice } from "./choose_device.ts";
import { processorName } from "./processor.ts";

/** A device that `--device` can name. */
export interface ListedDevice {
  /** What `--device` takes. */
  readonly word: string;
  readonly name: string;
  /** An adapter that computes on the processor. */
  readonly software: boolean;
  /** Why `auto` takes it; undefined where it takes another. */
  readonly reason?: string;
}

/** Adapters with their numbers, then the processor. */
export async function listDevices(): Promise<ListedDevice[]> {
  const adapters = (await listAdapters())
    .map((it) => ({ name: adapterName(it), software: isSoftwareAdapter(it) }));
  const { device, reason } = chooseDevice(adapters, "auto");
  return [
    ...adapters.map((it, i) => ({ word: `${i}`, ...it, ...device === i && { reason } })),
    {
      word: "cpu",
      name: processorName(defaultThreads()),
      software: false,
      ...device === "processor" && { reason },
    },
  ];
}
