import { assertEquals, assertRejects } from "@std/assert";
import { WriteError } from "../../offline/files/write_error.ts";
import { readCheckpoint } from "../../offline/checkpoint.ts";
import { readMetrics } from "../../offline/metrics_log.ts";
import { type BackendRun, cpuTest } from "../support/cpu_test.ts";
import { diskTest, fillDisk, withSmallDisk } from "../support/small_disk.ts";
import { trainTiny, withFolder } from "../training/tiny_training.ts";

const DISK = 2 ** 20;
const CHECKPOINT = "checkpoint.safetensors";
const LOG = "metrics.jsonl";

function cpuDiskTest(name: string, run: BackendRun): void {
  diskTest(name, () => Promise.resolve(), () => cpuTest(name, run));
}

/** A signal that fills a disk when it is read for the nth time: training reads it once a step. */
function filledAt(reads: number, folder: string): { signal: AbortSignal; free: () => void } {
  let seen = 0;
  const filled = {
    free: () => {},
    signal: {
      get aborted() {
        if (++seen === reads) filled.free = fillDisk(folder);
        return false;
      },
    } as AbortSignal,
  };
  return filled;
}

cpuDiskTest(
  "runTraining() on a disk that gets full names the file, keeps its checkpoint and can be resumed",
  async (backend) => {
    const whole = await withFolder((folder) => trainTiny(backend, folder));
    await withSmallDisk(DISK, async (disk) => {
      const run = `${disk}/run`;
      // The checkpoint after step 4 finds no room, then the log at the last step, where it comes first.
      const moments = [
        { reads: 4, checkpointSeconds: 0, step: 3, file: CHECKPOINT, resume: false },
        { reads: 3, checkpointSeconds: 60, step: 3, file: LOG, resume: true },
      ];
      for (const { reads, checkpointSeconds, step, file, resume } of moments) {
        const filled = filledAt(reads, disk);
        const { signal } = filled;
        const error = await assertRejects(
          () => trainTiny(backend, run, { checkpointSeconds, signal, resume }),
          WriteError,
        );
        assertEquals(error.message, `Cannot write ${run}/${file}: no space left on device`);
        const { stage, state } = await readCheckpoint(`${run}/${CHECKPOINT}`);
        assertEquals([stage, state.step], [0, step]);
        const names = [...Deno.readDirSync(run)].map(({ name }) => name).sort();
        assertEquals(names, resume ? [CHECKPOINT, LOG] : [CHECKPOINT]);
        filled.free();
      }
      const result = await trainTiny(backend, run, { resume: true });
      assertEquals(result.weights, whole.weights);
      const steps = (await readMetrics(`${run}/${LOG}`)).map(({ stage, step }) => [stage, step]);
      assertEquals(steps, [["codec", 6], ["prior", 6]]);
    });
  },
);
