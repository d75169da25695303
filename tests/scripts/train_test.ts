import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { loadBundle } from "../../core/bundle/mod.ts";
import { decodePng } from "../../core/image/mod.ts";
import { readCheckpoint } from "../../offline/checkpoint.ts";
import { readRunRecord, type RunRecord } from "../../offline/runs/run_record.ts";
import { drawPictures, names, NO_ADAPTER, train, withFolder } from "./train/train_command.ts";

const PICTURES = ["--data", "pictures", "--size", "8", "--quick"];

const recordOf = async (cwd: string, name: string) =>
  await readRunRecord(`${cwd}/runs/${name}`) as RunRecord;

Deno.test(
  "train with nothing but --quick makes a bundle that loads, on a machine without an adapter",
  () =>
    withFolder(async (cwd) => {
      const args = ["--quick", "--steps", "2", "--out", "made/x"];
      const { code, out, error } = await train(args, { cwd, env: NO_ADAPTER });
      assertEquals(code, 0, error);
      assertMatch(
        error,
        /^training on the processor \(\d+ threads?\): no graphics card was found\n/,
      );
      assertStringIncludes(error, "training x on procedural: 20000 images\n");
      assertMatch(error, /^codec 2\/2 .* img\/s done loss .*validation mse /m);
      assertMatch(error, /^prior 2\/2 .* done loss .*validation nats /m);
      assertMatch(error, /^done in \w+: made\/x$/m);
      assertMatch(out, /^prior_nats_per_code +4\.\d+ nats$/m);
      const bundle = await loadBundle((name) => Deno.readFile(`${cwd}/made/x/${name}`));
      const { id, seed, data, training, classes, metrics } = bundle.manifest;
      assertEquals([id, seed, data.name, classes.length], ["x", 1, "procedural", 10]);
      assertEquals(training.steps, { codec: 2, prior: 2 });
      assertMatch(training.adapter, /^processor \(.*\d threads?\)$/);
      assertEquals((await recordOf(cwd, "x")).adapter, training.adapter);
      assertEquals(metrics.reconstruction_mse.split, "test");
      const samples = await decodePng(await Deno.readFile(`${cwd}/made/x/samples.png`));
      assert(samples.width > 16);
      assertStringIncludes(await Deno.readTextFile(`${cwd}/made/x/README.md`), "deno task train");
      assertEquals(names(cwd), ["made", "runs"]);
      assertEquals(names(`${cwd}/runs/x`), [
        "checkpoint.safetensors",
        "lock",
        "metrics.jsonl",
        "run.json",
      ]);
    }),
);

Deno.test(
  "train --set trains with other settings, and its run's record says so",
  () =>
    withFolder(async (cwd) => {
      await drawPictures(cwd);
      const settings = ["--set", "codec.codebookSize=48", "--set", "prior.layers=3"];
      const args = [...PICTURES, ...settings, "--steps", "2", "--name", "small"];
      const { code, error } = await train(args, { cwd });
      assertEquals(code, 0, error);
      const folder = `${cwd}/static/models/small`;
      const { manifest } = await loadBundle((name) => Deno.readFile(`${folder}/${name}`));
      assertEquals([manifest.id, manifest.codebook?.size], ["small", 48]);
      const { name, state, config, data, size, quick, progress, metrics, bundle } = await recordOf(
        cwd,
        "small",
      );
      assertEquals([name, state, data, size, quick], ["small", "done", "pictures", 8, true]);
      assertEquals((config.prior as { layers: number }).layers, 3);
      assertEquals(progress, { stage: "prior", step: 2, steps: 2 });
      assertEquals(metrics?.uniform_nats_per_code.value, Math.log(48));
      assertEquals(bundle, "static/models/small");

      const again = await train(args, { cwd });
      assertEquals([again.code, again.error], [
        1,
        "error: Cannot start run small: expected a name that no run has, got one in use\n" +
        "hint: add --resume to continue it, or choose another --name\n",
      ]);
    }),
);

Deno.test(
  "train stops and saves at SIGINT and SIGTERM, resumes, and leaves other runs alone",
  () =>
    withFolder(async (cwd) => {
      await drawPictures(cwd);
      const args = [...PICTURES, "--steps", "100000"];
      const path = `${cwd}/runs/pictures-quick/checkpoint.safetensors`;
      const stop = { at: /^codec \d+\/100000 /m, signal: "SIGINT" } as const;
      const first = await train(args, { cwd, stop });
      assertEquals(first.code, 0, first.error);
      const { step } = (await readCheckpoint(path)).state;
      assertStringIncludes(
        first.error,
        `stopped and saved at step ${step}; ` +
          "continue with `deno task train --resume --name pictures-quick`\n",
      );
      const { state, progress } = await recordOf(cwd, "pictures-quick");
      assertEquals([state, progress?.step], ["stopped", step]);

      const resume = ["--resume", "--name", "pictures-quick"];
      const second = await train(resume, { cwd, stop: { ...stop, signal: "SIGTERM" } });
      assertEquals(second.code, 0, second.error);
      const after = (await readCheckpoint(path)).state.step;
      assert(after > step, `step ${after} after ${step}`);

      const refused = await train([...args, "--resume", "--seed", "2"], { cwd });
      assertEquals(refused.code, 1);
      assertMatch(
        refused.error,
        /^error: Cannot use checkpoint .*: expected seed 2 as in this run, got 1$/m,
      );

      const other = await train(args, { cwd, stop });
      assertEquals(other.code, 0, other.error);
      assertStringIncludes(other.error, "training pictures-quick-2 on pictures: ");
      assertEquals((await readCheckpoint(path)).state.step, after);
      assertEquals(names(`${cwd}/runs`), ["pictures-quick", "pictures-quick-2"]);
      assertEquals(names(cwd), ["pictures", "runs"]); // no bundle of a run that is not done
    }),
);

Deno.test("train --threads changes the time only: the weights are the same", () =>
  withFolder(async (cwd) => {
    await drawPictures(cwd);
    const weights = [];
    for (const threads of ["1", "2"]) {
      const out = `made/t${threads}`;
      const args = [...PICTURES, "--steps", "3", "--device", "cpu", "--threads", threads];
      const { code, error } = await train([...args, "--out", out], { cwd });
      assertEquals(code, 0, error);
      const [thread] = threads === "1" ? ["1 thread"] : ["2 threads"];
      assertStringIncludes(error, `training on the processor (${thread}): chosen by --device\n`);
      weights.push(await Deno.readFile(`${cwd}/${out}/weights.safetensors`));
    }
    assertEquals(weights[0], weights[1]);
  }));

Deno.test("train --device lists the processor, also where there is no adapter", () =>
  withFolder(async (cwd) => {
    const { code, out, error } = await train(["--device"], { cwd, env: NO_ADAPTER });
    assertEquals([code, error], [0, ""]);
    assertMatch(out, /^cpu {2}processor \(.*\d threads?\) {2}auto: no graphics card was found\n$/);
  }));

Deno.test("train --device refuses what is not there in a line, says what is, and leaves nothing", () =>
  withFolder(async (cwd) => {
    const args = ["--quick", "--device", "Voodoo 2"];
    const { code, out, error } = await train(args, { cwd, env: NO_ADAPTER });
    assertEquals([code, out], [1, ""]);
    assertEquals(
      error,
      "error: Cannot open a device: expected auto, cpu or an adapter (there is none), " +
        'got "Voodoo 2"\nhint: `--device cpu` works without one; `deno task setup` installs a ' +
        "driver that needs no graphics card\n",
    );
    assertEquals(names(cwd), []);
  }));
