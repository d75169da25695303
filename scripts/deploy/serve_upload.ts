import { sha256Hex } from "../../core/bundle/mod.ts";
import { CommandError } from "../../cli/errors.ts";
import { ServerProgram } from "../bench/serving/server_program.ts";
import type { Upload } from "./deno_upload.ts";

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
 * @param deno Path of a Deno. @returns The SHA-256 of a picture that it draws.
 * @throws {CommandError} If it does not serve.
 */
export async function drawWith(deno: string, entrypoint: string): Promise<string> {
  try {
    const args = ["serve", "-A", "--host=127.0.0.1", "--port=0", entrypoint];
    const server = await ServerProgram.spawn(deno, args);
    try {
      const reply = await server.fetch(PICTURE);
      const bytes = await reply.bytes();
      if (!reply.ok) throw new Error(`${PICTURE} is answered ${reply.status}`);
      return await sha256Hex(bytes);
    } finally {
      await server.end();
    }
  } catch (error) {
    const state = (error as Error).message;
    const hint = "the platform's Deno may lack something that this code uses";
    throw new CommandError(`Cannot deploy as ${deno} must serve the upload: ${state}`, hint);
  }
}

/** The path of a Deno of some version, which npm downloads where it is not there yet; undefined without npm. */
export async function findDeno(version: string): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command("npx", {
      args: ["-y", `deno@${version}`, "eval", "console.log(Deno.execPath())"],
      stdin: "null",
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
