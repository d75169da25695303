import { type Device, openDevice } from "../../executors/webgpu/device.ts";
import { WebGpuBackend } from "../../executors/webgpu/training_backend.ts";
import { WasmBackend } from "../../executors/wasm/training_backend.ts";
import type { CompiledStep, FixedGraph, TrainingBackend } from "../../training/backend.ts";
import { gpuTest } from "./adapter.ts";

/** Opens the same kind of device again, as another process would. */
export type OpenAnother = () => Promise<TrainingBackend>;

type Run = (backend: TrainingBackend, another: OpenAnother) => Promise<void>;

/**
 * Registers a test on each backend: on a WebGPU device of its own, skipped without an adapter, and on the processor, one
 * thread first, two on another. What a test leaves open is closed after it.
 */
export function backendTest(name: string, run: Run): void {
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

/** Registers a test on the processor alone: see {@link backendTest}. */
export function cpuTest(name: string, run: Run): void {
  Deno.test(name, async () => {
    const open: { close(): void }[] = [];
    const track = <T extends { close(): void }>(it: T): T => (open.push(it), it);
    try {
      await run(tracked(new WasmBackend({ threads: 1 }), track), () => {
        return Promise.resolve(tracked(new WasmBackend({ threads: 2 }), track));
      });
    } finally {
      for (const it of open) it.close();
    }
  });
}

/** A backend of which all that it opens is known. */
function tracked(
  backend: TrainingBackend,
  track: <T extends CompiledStep | FixedGraph>(it: T) => T,
): TrainingBackend {
  return {
    name: backend.name,
    choices: backend.choices,
    withChoices: (choices) => tracked(backend.withChoices(choices), track),
    compile: async (options) => track(await backend.compile(options)),
    fix: (graph, weights) => track(backend.fix(graph, weights)),
    explain: (failure) => backend.explain(failure),
  };
}
