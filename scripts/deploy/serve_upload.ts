import { sha256Hex } from "../../core/bundle/mod.ts";
import { CommandError } from "../../cli/errors.ts";
import { ServerProgram } from "../../bench/serving/server_program.ts";
import type { Upload } from "./deno_upload.ts";
import { runWithin } from "./run_within.ts";

const PICTURE = "/generate?seed=7&n=4";

/** Copies an upload to a new folder, without what else is in the repository. */
export async function copyUpload(root: string, upload: Upload): Promise<string> {
  const folder = await Deno.makeTempDir();
  for (const path of upload.keys()) {
    await Deno.mkdir(`${folder}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.copyFile(`${root}/${path}`, `${folder}/${path}`);
  }
  return folder;
}

/**
 * Serves a folder as the platform does: every permission, no flag.
 *
 * @param deno Path of a Deno. @param seconds Within which it must have drawn.
 * @returns The SHA-256 of a picture that it draws.
 * @throws {CommandError} If it does not serve.
 */
export async function drawWith(deno: string, entrypoint: string, seconds: number): Promise<string> {
  const child = new Deno.Command(deno, {
    args: ["serve", "-A", "--host=127.0.0.1", "--port=0", entrypoint],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill(child);
  }, seconds * 1000);
  try {
    const server = await ServerProgram.adopt(child);
    try {
      const reply = await server.fetch(PICTURE);
      const bytes = await reply.bytes();
      if (!reply.ok) throw new Error(`${PICTURE} is answered ${reply.status}`);
      return await sha256Hex(bytes);
    } finally {
      await server.end();
    }
  } catch (error) {
    const state = late ? `nothing within ${seconds} s` : (error as Error).message;
    const hint = "the platform's Deno may lack something that this code uses";
    throw new CommandError(
      `Cannot deploy: expected ${deno} to serve the upload, got ${state}`,
      hint,
    );
  } finally {
    clearTimeout(timer);
  }
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has just ended.
  }
}

/** Where a Deno is, or why there is none. */
export type FoundDeno = { readonly path: string } | { readonly reason: string };

/**
 * Finds a Deno of some version, which npm downloads where it is not on this machine.
 * @param seconds That npm has for it: without a network it may wait for ever. @param npx Its program.
 */
export async function findDeno(
  version: string,
  { seconds, npx = "npx" }: { seconds: number; npx?: string },
): Promise<FoundDeno> {
  try {
    const args = ["-y", `deno@${version}`, "eval", "console.log(Deno.execPath())"];
    const ended = await runWithin(npx, { args, seconds });
    if (ended === undefined) return { reason: `npm did not answer within ${seconds} s` };
    return ended.success ? { path: ended.stdout.trim() } : { reason: "npm does not give it" };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { reason: "there is no npm" };
    throw error;
  }
}
