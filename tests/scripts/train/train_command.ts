import { createImage, encodePng } from "../../../core/image/mod.ts";

const ROOT = new URL("../../..", import.meta.url).pathname.replace(/\/$/, "");

/** An environment in which WebGPU finds no adapter, whatever is installed. */
export const NO_ADAPTER = {
  DENO_WEBGPU_BACKEND: "vulkan",
  VK_DRIVER_FILES: "/none",
  VK_ICD_FILENAMES: "/none",
};

/** What the command left. */
export interface Result {
  code: number;
  out: string;
  error: string;
}

/** How the command is run. */
export interface Options {
  cwd: string;
  env?: Record<string, string>;
  /** Sends the signal once the text was written to stderr. */
  stop?: { at: RegExp; signal: "SIGINT" | "SIGTERM" };
}

/** Runs the command as its task does, but in another folder. */
export async function train(args: readonly string[], { cwd, env, stop }: Options): Promise<Result> {
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

/** Gives a folder that is gone afterwards. */
export async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Sixty small pictures of two classes in `{folder}/pictures`. */
export async function drawPictures(folder: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const [name, ground] = i % 2 === 0 ? ["dark", 20] : ["light", 160];
    const image = createImage(8, 8, 1);
    image.pixels.forEach((_, at) => image.pixels[at] = ground + (at * (i + 1)) % 90);
    await Deno.mkdir(`${folder}/pictures/${name}`, { recursive: true });
    await Deno.writeFile(`${folder}/pictures/${name}/${i}.png`, encodePng(image));
  }
}

/** What a folder holds. */
export const names = (folder: string) =>
  [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
