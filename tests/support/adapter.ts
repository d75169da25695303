import { type Device, openDevice } from "../../executors/webgpu/device.ts";

/** Whether GPU tests can run here. */
export type AdapterState = { present: true } | { present: false; reason: string };

/**
 * Decides what GPU tests do on this machine.
 * @throws {Error} If there is no adapter and `CI=true`: there a missing driver is a failure, not a reason to skip.
 */
export async function requireAdapter(
  ci: boolean = Deno.env.get("CI") === "true",
): Promise<AdapterState> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  if (adapter) return { present: true };
  if (ci) {
    throw new Error(
      "Cannot run GPU tests: expected CI to have a WebGPU adapter, " +
        "got none (`deno task setup` installs one)",
    );
  }
  return { present: false, reason: "no adapter" };
}

const STATE = await requireAdapter();

/**
 * Registers a test that gets a device of its own, closed when the test ends. A WebGPU error nobody caught fails the
 * test. Without an adapter the test is skipped and its name says so; with `CI=true` the whole file fails.
 */
export function gpuTest(name: string, run: (device: Device) => Promise<void> | void): void {
  Deno.test({
    name: STATE.present ? name : `${name} (${STATE.reason})`,
    ignore: !STATE.present,
    fn: async () => {
      const device = await openDevice();
      try {
        await run(device);
        await device.gpu.queue.onSubmittedWorkDone();
        await device.check();
      } finally {
        device.close();
      }
    },
  });
}
