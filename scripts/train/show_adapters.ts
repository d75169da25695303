import { CommandError } from "../../cli/errors.ts";
import { adapterName, listAdapters } from "../../executors/webgpu/device.ts";

/** Prints the machine's adapters with their numbers. @throws {CommandError} If it has none. */
export async function showAdapters(): Promise<void> {
  const adapters = await listAdapters();
  if (adapters.length === 0) {
    throw new CommandError(
      "Cannot list adapters: expected at least one, got none",
      "run `deno task setup` to install a Vulkan driver",
    );
  }
  adapters.forEach((adapter, i) => console.log(`${i} ${adapterName(adapter)}`));
}
