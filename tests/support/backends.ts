import { type Device, openDevice } from "../../executors/webgpu/device.ts";
import { WebGpuBackend } from "../../executors/webgpu/training_backend.ts";
import { gpuTest } from "./adapter.ts";
import { type BackendRun, cpuTest } from "./cpu_test.ts";

/** Registers a test on each backend: on a WebGPU device, skipped without an adapter, and on the processor. */
export function backendTest(name: string, run: BackendRun): void {
  gpuTest(`${name}, on WebGPU`, async (device) => {
    const others: Device[] = [];
    try {
      await run(new WebGpuBackend(device), async () => {
        const other = await openDevice();
        others.push(other);
        return new WebGpuBackend(other);
      });
    } finally {
      for (const other of others) other.close();
    }
  });
  cpuTest(`${name}, on the processor`, run);
}
