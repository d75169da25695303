import { spawnWorkerd } from "../../scripts/cloudflare/bare_workerd.ts";
import { repositoryRoot } from "../../cli/repository_root.ts";
import { ServerProgram } from "./server_program.ts";

/** Starts workerd by itself with the bundles of the repository. */
export async function startWorkerd(): Promise<ServerProgram> {
  const folder = await Deno.makeTempDir();
  const child = await spawnWorkerd(folder, { models: `${repositoryRoot()}/static/models` });
  return await ServerProgram.adopt(child, () => Deno.remove(folder, { recursive: true }));
}
