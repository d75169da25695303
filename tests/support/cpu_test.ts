import { WasmBackend } from "../../executors/wasm/training_backend.ts";
import type { CompiledStep, FixedGraph, TrainingBackend } from "../../training/backend.ts";

/** Opens the same kind of device again, as another process would. */
export type OpenAnother = () => Promise<TrainingBackend>;

/** A test of a backend. */
export type BackendRun = (backend: TrainingBackend, another: OpenAnother) => Promise<void> | void;

/**
 * Registers a test on the processor: of one thread at first, of two on another. What it leaves open is closed after it,
 * and so are the devices of {@link OpenAnother}.
 */
export function cpuTest(name: string, run: BackendRun): void {
  Deno.test(name, async () => {
    const open: { close(): void }[] = [];
    const track = <T extends { close(): void }>(it: T): T => (open.push(it), it);
    const processor = (threads: number) => tracked(new WasmBackend({ threads }, "cpu"), track);
    try {
      await run(processor(1), () => Promise.resolve(processor(2)));
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
