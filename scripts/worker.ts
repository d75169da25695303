import { runCommand } from "../cli/command.ts";
import { START } from "../serving/deno/start_command.ts";
import { repositoryRoot } from "./cli/repository_root.ts";
import { buildAssets } from "./cloudflare/build_assets.ts";
import { installPackages, wrangler } from "./cloudflare/wrangler.ts";

await runCommand({
  task: "worker",
  summary: "Serves every bundle of a folder as a Cloudflare Worker, in workerd on this machine.",
  flags: START.flags,
}, async ({ values: { port, host, models } }) => {
  const root = repositoryRoot();
  const folder = await Deno.makeTempDir({ prefix: "tessera-worker-" });
  try {
    await buildAssets({ root, models, out: `${folder}/assets` });
    await installPackages(root);
    const defaultModel = Deno.env.get("DEFAULT_MODEL");
    const server = wrangler(root, [
      "dev",
      `--ip=${host}`,
      `--port=${port}`,
      "--inspector-port=0",
      `--assets=${folder}/assets`,
      `--persist-to=${folder}/state`,
      ...(defaultModel ? ["--var", `DEFAULT_MODEL:${defaultModel}`] : []),
    ]);
    const told = passOnSignals(server);
    const { code } = await server.status;
    return told.stop ? 0 : code;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Passes signals on to a process; tells whether there was one. */
function passOnSignals(child: Deno.ChildProcess): { stop: boolean } {
  const told = { stop: false };
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const signal of signals) {
    Deno.addSignalListener(signal, () => {
      told.stop = true;
      try {
        child.kill(signal);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // It has ended already.
      }
    });
  }
  return told;
}
