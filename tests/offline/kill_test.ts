import { assert, assertEquals } from "@std/assert";
import { Random } from "../../core/random/random.ts";
import { type Checkpoint, readCheckpoint } from "../../offline/checkpoint.ts";
import { readMetrics } from "../../offline/metrics_log.ts";
import { repositoryRoot } from "../../cli/repository_root.ts";
import { backendTest } from "../support/backends.ts";
import { STEPS } from "./killed_run.ts";
import { tinyRecipe } from "../training/tiny_stages.ts";
import { trainTiny, withFolder } from "../training/tiny_training.ts";

const KILLS = 10;
/** Longest time from what a process says to its end. */
const MOST_MS = 700;

const FILES = ["checkpoint.safetensors", "metrics.jsonl"];

/** Starts a run, or goes on with it, and kills it at a random moment. @returns False if it was done before. */
async function runUntilKilled(
  folder: string,
  { device, word, delay }: { device: string; word: "ready" | "training"; delay: number },
): Promise<boolean> {
  const script = new URL("./killed_run.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-all",
      "--no-check",
      `--config=${repositoryRoot()}/deno.json`,
      script,
      folder,
      device,
    ],
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  while (!said.includes(word)) {
    const { value, done } = await lines.read();
    if (done) break;
    said += value;
  }
  await new Promise((wake) => setTimeout(wake, delay));
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // it was done
  }
  await lines.cancel();
  const { signal, code } = await child.status;
  assert(signal === "SIGKILL" || code === 0, `exit code ${code}`);
  return signal === "SIGKILL";
}

/** Steps done of both stages together; -1 if nothing was saved. @throws {CheckpointError} If it can't be read. */
async function stepsIn(folder: string): Promise<number> {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  if (!names.includes(FILES[0])) return -1;
  const { stage, state } = await readCheckpoint(`${folder}/${FILES[0]}`);
  return state.step + stage * STEPS;
}

backendTest(
  `runTraining() killed at ${KILLS} random moments always leaves what it can go on from`,
  async (backend) => {
    const random = new Random(9);
    await withFolder(async (parent) => {
      let folder = await Deno.makeTempDir({ dir: parent });
      let steps = -1;
      for (let kills = 0; kills < KILLS;) {
        const word = kills % 2 === 0 ? "training" : "ready";
        const killed = await runUntilKilled(folder, {
          device: backend.name,
          word,
          delay: random.integer(MOST_MS),
        });
        const now = await stepsIn(folder);
        assert(now >= steps, `step ${now} after step ${steps}`);
        const parts = FILES.map((name) => `${name}.part`);
        for (const { name } of Deno.readDirSync(folder)) {
          assert([...FILES, ...parts].includes(name), `left ${name}`);
        }
        if (killed) kills++;
        if (now === 2 * STEPS && kills < KILLS) folder = await Deno.makeTempDir({ dir: parent });
        steps = now === 2 * STEPS ? -1 : now;
      }
      const recipe = tinyRecipe(STEPS);
      const resume = await stepsIn(folder) >= 0;
      const result = await trainTiny(backend, folder, { recipe, resume });
      const whole = await Deno.makeTempDir({ dir: parent });
      assertEquals(result.weights, (await trainTiny(backend, whole, { recipe })).weights);
      assertEquals(await withoutClock(folder), await withoutClock(whole));
      assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), FILES);
    });
  },
);

/** All that a run leaves, but for times. */
async function withoutClock(folder: string): Promise<[Checkpoint, string[]]> {
  const checkpoint = await readCheckpoint(`${folder}/${FILES[0]}`);
  const records = await readMetrics(`${folder}/${FILES[1]}`);
  return [{ ...checkpoint, seconds: 0 }, records.map(({ stage, step }) => `${stage} ${step}`)];
}
