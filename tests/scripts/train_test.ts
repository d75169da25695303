import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { loadBundle } from "../../core/bundle/mod.ts";
import { createImage, decodePng, encodePng } from "../../core/image/mod.ts";
import { readCheckpoint } from "../../offline/checkpoint.ts";
import { gpuTest } from "../support/adapter.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

interface Result {
  code: number;
  out: string;
  error: string;
}

interface Options {
  cwd: string;
  env?: Record<string, string>;
  /** Sends the signal once the text was written to stderr. */
  stop?: { at: RegExp; signal: "SIGINT" | "SIGTERM" };
}

/** Runs the command as its task does, but in another folder. */
async function train(args: readonly string[], { cwd, env, stop }: Options): Promise<Result> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", `--config=${ROOT}/deno.json`, `${ROOT}/scripts/train.ts`, ...args],
    cwd,
    env: { NO_COLOR: "1", ...env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const out = new Response(child.stdout).text();
  let error = "";
  let stopped = false;
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    error += text;
    if (!stopped && stop?.at.test(error)) {
      child.kill(stop.signal);
      stopped = true;
    }
  }
  return { code: (await child.status).code, out: await out, error };
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Sixty small pictures of two classes in `{folder}/pictures`. */
async function drawPictures(folder: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const [name, ground] = i % 2 === 0 ? ["dark", 20] : ["light", 160];
    const image = createImage(8, 8, 1);
    image.pixels.forEach((_, at) => image.pixels[at] = ground + (at * (i + 1)) % 90);
    await Deno.mkdir(`${folder}/pictures/${name}`, { recursive: true });
    await Deno.writeFile(`${folder}/pictures/${name}/${i}.png`, encodePng(image));
  }
}

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

gpuTest(
  "train with nothing but --quick makes a bundle that loads",
  () =>
    withFolder(async (cwd) => {
      const { code, out, error } = await train(["--quick", "--steps", "2", "--out", "made/x"], {
        cwd,
      });
      assertEquals(code, 0, error);
      assertStringIncludes(error, "training x on procedural: 20000 images, ");
      assertMatch(error, /^codec 2\/2 .* img\/s done loss .*validation mse /m);
      assertMatch(error, /^prior 2\/2 .* done loss .*validation nats /m);
      assertMatch(error, /^done in \w+: made\/x$/m);
      assertMatch(out, /^prior_nats_per_code +4\.\d+ nats$/m);
      const bundle = await loadBundle((name) => Deno.readFile(`${cwd}/made/x/${name}`));
      const { id, seed, data, training, classes, metrics } = bundle.manifest;
      assertEquals([id, seed, data.name, classes.length], ["x", 1, "procedural", 10]);
      assertEquals(training.steps, { codec: 2, prior: 2 });
      assertEquals(metrics.reconstruction_mse.split, "test");
      const samples = await decodePng(await Deno.readFile(`${cwd}/made/x/samples.png`));
      assert(samples.width > 16);
      assertStringIncludes(await Deno.readTextFile(`${cwd}/made/x/README.md`), "deno task train");
      assertEquals(names(cwd), ["made", "runs"]);
      assertEquals(names(`${cwd}/runs/x`), ["checkpoint.safetensors", "metrics.jsonl"]);
    }),
);

gpuTest(
  "train stops and saves at SIGINT and SIGTERM, resumes, and sets an old run aside",
  () =>
    withFolder(async (cwd) => {
      await drawPictures(cwd);
      const args = ["--data", "pictures", "--size", "8", "--quick", "--steps", "100000"];
      const path = `${cwd}/runs/pictures-quick/checkpoint.safetensors`;
      const stop = { at: /^codec \d+\/100000 /m, signal: "SIGINT" } as const;
      const first = await train(args, { cwd, stop });
      assertEquals(first.code, 0, first.error);
      assertMatch(first.error, /^stopped and saved at step \d+; go on with --resume$/m);
      const { step } = (await readCheckpoint(path)).state;
      assertStringIncludes(first.error, `saved at step ${step};`);

      const resumed = [...args, "--resume"];
      const second = await train(resumed, { cwd, stop: { ...stop, signal: "SIGTERM" } });
      assertEquals(second.code, 0, second.error);
      const after = (await readCheckpoint(path)).state.step;
      assert(after > step, `step ${after} after ${step}`);

      const refused = await train([...resumed, "--seed", "2"], { cwd });
      assertEquals(refused.code, 1);
      assertMatch(
        refused.error,
        /^error: Cannot use checkpoint .* its settings must be .*: seed is 1, not 2$/m,
      );

      const anew = await train(args, { cwd, stop });
      assertEquals(anew.code, 0, anew.error);
      assertStringIncludes(
        anew.error,
        "the run that was in runs/pictures-quick is now in runs/pictures-quick.old",
      );
      const old = await readCheckpoint(`${cwd}/runs/pictures-quick.old/checkpoint.safetensors`);
      assertEquals(old.state.step, after);
      assertEquals(names(cwd), ["pictures", "runs"]); // no bundle of a run that is not done
    }),
);

gpuTest(
  "train --device lists adapters, and refuses one that is not there",
  (device) =>
    withFolder(async (cwd) => {
      const listed = await train(["--device"], { cwd });
      assertEquals([listed.code, listed.error], [0, ""]);
      assertEquals(listed.out.split("\n")[0], `0 ${device.name}`);
      const refused = await train(["--quick", "--device", "Voodoo 2"], { cwd });
      assertEquals(refused.code, 1);
      assertStringIncludes(
        refused.error,
        `error: Cannot open device "Voodoo 2" as it must be one of`,
      );
    }),
);

const NO_ADAPTER = {
  DENO_WEBGPU_BACKEND: "vulkan",
  VK_DRIVER_FILES: "/none",
  VK_ICD_FILENAMES: "/none",
};

for (const args of [["--quick"], ["--device"]]) {
  Deno.test(`train ${args} without an adapter says so in a line and how to get one`, () =>
    withFolder(async (cwd) => {
      const { code, out, error } = await train(args, { cwd, env: NO_ADAPTER });
      assertEquals([code, out], [1, ""]);
      const hint = "hint: run `deno task setup` to install a Vulkan driver";
      assertMatch(error, /^error: Cannot [^\n]+ as the machine must have [^\n]+: none\n[^\n]+\n$/);
      assertStringIncludes(error, hint);
      assertEquals(names(cwd), []);
    }));
}

const WRONG: readonly [args: string[], error: string][] = [
  [["--stepz", "3"], "Cannot use --stepz: expected one of "],
  [["--steps", "0"], "Cannot use --steps: expected a whole number from 1 to 10000000"],
  [["cifar11"], 'Cannot train: expected one of mnist, procedural or a .ts file, got "cifar11"'],
  [["mnist", "procedural"], 'Cannot train: expected one word, got "procedural" as well'],
  [["--out", "My Model"], "Cannot export as the folder's name must be of a-z, 0-9"],
];

for (const [args, message] of WRONG) {
  Deno.test(`train ${args.join(" ")} exits with 2 and one line`, () =>
    withFolder(async (cwd) => {
      const { code, out, error } = await train(args, { cwd });
      assertEquals([code, out], [2, ""]);
      assert(error.startsWith(`error: ${message}`), error);
      assertMatch(error, /^error: [^\n]+\nhint: `deno task train --help` [^\n]+\n$/);
      assertEquals(names(cwd), []);
    }));
}
