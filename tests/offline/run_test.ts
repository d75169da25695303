import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { DeviceLostError, openDevice } from "../../executors/webgpu/device.ts";
import { WebGpuBackend } from "../../executors/webgpu/training_backend.ts";
import { type Checkpoint, readCheckpoint } from "../../offline/checkpoint.ts";
import { CheckpointError } from "../../offline/checkpoint_error.ts";
import type { TrainingBackend } from "../../training/backend.ts";
import { StoppedError } from "../../training/loop.ts";
import { readMetrics } from "../../offline/metrics_log.ts";
import type { RunOptions, RunResult } from "../../offline/run.ts";
import { gpuTest } from "../support/adapter.ts";
import { backendTest } from "../support/backends.ts";
import { tinyRecipe } from "../training/tiny_stages.ts";
import { signalAfter, trainTiny, withFolder } from "../training/tiny_training.ts";

/** Batches between the stages: 32, 8 and 12 images to encode, 12 to measure. */
const ENCODING = 4 + 1 + 2 + 2;

/** What does not depend on the clock. */
function timeless<T extends RunResult | Checkpoint>(value: T): T {
  return { ...value, seconds: 0 };
}

function checkpointIn(folder: string): Promise<Checkpoint> {
  return readCheckpoint(`${folder}/checkpoint.safetensors`);
}

/** What one run without a stop leaves. */
async function wholeRun(backend: TrainingBackend, options: Partial<RunOptions> = {}) {
  return await withFolder(async (folder) => ({
    result: timeless(await trainTiny(backend, folder, options)),
    checkpoint: timeless(await checkpointIn(folder)),
    metrics: await readMetrics(`${folder}/metrics.jsonl`),
    files: [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
  }));
}

backendTest(
  "runTraining() stopped and resumed ends with the same bits as without a stop",
  async (backend, another) => {
    const whole = await wholeRun(backend);
    assertEquals(whole.files, ["checkpoint.safetensors", "metrics.jsonl"]);
    await withFolder(async (folder) => {
      // Within the autoencoder, at its last step, while encoding, within the prior, while measuring it.
      const stops = [
        [3, 0, 3],
        [3, 0, 6],
        [4, 0, 6],
        [ENCODING + 2, 1, 2],
        [ENCODING + 4 + 1, 1, 6],
      ] as const;
      for (const [i, [looks, stage, step]] of stops.entries()) {
        const options = { resume: i > 0, signal: signalAfter(looks) };
        const own = await another();
        const error = await assertRejects(() => trainTiny(own, folder, options), StoppedError);
        assertEquals(error.step, step);
        const saved = await checkpointIn(folder);
        assertEquals([saved.stage, saved.state.step], [stage, step]);
      }
      const result = await trainTiny(await another(), folder, { resume: true });
      assertEquals(timeless(result), whole.result);
      assertEquals(timeless(await checkpointIn(folder)), whole.checkpoint);
      assert(result.seconds > 0);
    });
  },
);

backendTest(
  "runTraining() of a finished run measures it again and trains nothing",
  async (backend) => {
    await withFolder(async (folder) => {
      const result = await trainTiny(backend, folder);
      const reports: string[] = [];
      const report = ({ stage }: { stage: string }) => void reports.push(stage);
      const again = await trainTiny(backend, folder, { resume: true, report });
      assertEquals(timeless(again), timeless(result));
      assertEquals(reports, []);
    });
  },
);

backendTest(
  "runTraining() gives the same weights for the same seed, others for another",
  async (backend) => {
    const { result } = await wholeRun(backend, { seed: 1 });
    assertEquals((await wholeRun(backend, { seed: 1 })).result, result);
    assertNotEquals((await wholeRun(backend, { seed: 2 })).result.weights, result.weights);
  },
);

backendTest("runTraining() that crashed logs every step once after a resume", async (backend) => {
  const recipe = tinyRecipe(40);
  const whole = await wholeRun(backend, { recipe });
  await withFolder(async (folder) => {
    const report: RunOptions["report"] = ({ stage, step }) => {
      if (stage === "prior" && step === 40) throw new Error("crash");
    };
    await assertRejects(() => trainTiny(backend, folder, { recipe, report }), Error, "crash");
    assertEquals((await readMetrics(`${folder}/metrics.jsonl`)).length, 3);
    const saved = await checkpointIn(folder);
    assertEquals([saved.stage, saved.state.step], [1, 0]);
    const result = await trainTiny(backend, folder, { recipe, resume: true });
    assertEquals(timeless(result), whole.result);
    const lines = (await Deno.readTextFile(`${folder}/metrics.jsonl`)).trim().split("\n");
    const records = lines.map((line) => ({ ...JSON.parse(line), stepsPerSecond: 0 }));
    assertEquals(records, whole.metrics.map((it) => ({ ...it, stepsPerSecond: 0 })));
    const steps = records.map(({ stage, step }) => `${stage} ${step}`);
    assertEquals(steps, ["codec 20", "codec 40", "prior 20", "prior 40"]);
  });
});

backendTest("runTraining() anew forgets what was logged before", async (backend) => {
  await withFolder(async (folder) => {
    for (let i = 0; i < 2; i++) {
      await trainTiny(backend, folder, { recipe: tinyRecipe(2) });
      assertEquals((await readMetrics(`${folder}/metrics.jsonl`)).length, 2);
    }
  });
});

backendTest("runTraining() resumes nothing but its own run", async (backend) => {
  await withFolder(async (folder) => {
    const stopped = trainTiny(backend, folder, { signal: signalAfter(2) });
    await assertRejects(() => stopped, StoppedError);
    const path = `${folder}/checkpoint.safetensors`;
    const before = await Deno.readFile(path);
    const others: [Partial<RunOptions>, string][] = [
      [{ seed: 6 }, "seed 6 as in this run, got 5"],
      [{ recipe: tinyRecipe(7) }, "config.codec.optimisation.steps 7 as in this run, got 6"],
    ];
    for (const [other, state] of others) {
      const refused = trainTiny(backend, folder, { ...other, resume: true });
      const error = await assertRejects(() => refused, CheckpointError);
      assert(error.message.endsWith(`checkpoint.safetensors: expected ${state}`), error.message);
    }
    assertEquals(await Deno.readFile(path), before);
    await Deno.writeFile(path, before.subarray(0, before.length / 2));
    await assertRejects(() => trainTiny(backend, folder, { resume: true }), CheckpointError);
    await Deno.remove(path);
    await assertRejects(() => trainTiny(backend, folder, { resume: true }), CheckpointError);
  });
});

for (
  const [what, looks, stage, step] of [
    ["in its first step", 1, 0, 0],
    ["in the second stage", 6 + ENCODING + 3, 1, 2],
  ] as const
) {
  gpuTest(
    `runTraining() on a device that is lost ${what} leaves a checkpoint to resume`,
    async (device) => {
      const backend = new WebGpuBackend(device);
      const whole = await wholeRun(backend);
      await withFolder(async (folder) => {
        const own = await openDevice();
        try {
          const signal = signalAfter(looks, () => own.gpu.destroy());
          const lost = trainTiny(new WebGpuBackend(own), folder, { signal, checkpointSeconds: 0 });
          const error = await assertRejects(() => lost, DeviceLostError);
          assertEquals(error.message.includes(own.name), true);
        } finally {
          own.close();
        }
        const saved = await checkpointIn(folder);
        assertEquals([saved.stage, saved.state.step], [stage, step]);
        const result = await trainTiny(backend, folder, { resume: true });
        assertEquals(timeless(result), whole.result);
      });
    },
  );
}
