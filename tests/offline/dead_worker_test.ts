import { assertEquals, assertRejects } from "@std/assert";
import { WasmBackend } from "../../executors/wasm/training_backend.ts";
import { WorkerError } from "../../executors/wasm/threads/worker_pool.ts";
import { readCheckpoint } from "../../offline/checkpoint.ts";
import { startDying } from "../support/start_dying.ts";
import { trainTiny, withFolder } from "../training/tiny_training.ts";

/** Of a processor: the name that checkpoints keep. */
const NAME = "cpu";

for (const dying of [0, 1]) {
  Deno.test(`runTraining() of whose threads thread ${dying} dies keeps a checkpoint that can be resumed`, async () => {
    await withFolder(async (folder) => {
      const startWorker = startDying(dying, 4);
      const backend = new WasmBackend({ threads: 2, startWorker }, NAME);
      const saved = () => readCheckpoint(`${folder}/checkpoint.safetensors`);
      const failing = trainTiny(backend, folder, { checkpointSeconds: 0 });
      const error = await assertRejects(() => failing, WorkerError);
      assertEquals(
        error.message,
        `Cannot go on: thread ${dying} of 2 has died: Uncaught Error: out of luck`,
      );
      const { stage, state } = await saved();
      assertEquals([stage, state.step], [0, 3]);

      const others = new WasmBackend({ threads: 1 }, NAME);
      const resumed = await trainTiny(others, folder, { resume: true });
      const whole = await withFolder((other) => trainTiny(others, other));
      assertEquals(resumed.weights, whole.weights);
    });
  });
}
