import { runCommand } from "../cli/command.ts";
import { flagOf, SETTING_NAMES } from "../serving/settings.ts";
import { START, startSettings } from "../serving/deno/start_command.ts";
import { repositoryRoot } from "../cli/repository_root.ts";
import { buildAssets } from "./cloudflare/build_assets.ts";
import { installPackages, wrangler } from "./cloudflare/wrangler.ts";

/** Settings that wrangler's own flags stand for. */
const NOT_OF_WORKERS: ReadonlySet<string> = new Set(["PORT", "HOST", "MODELS"]);

await runCommand({
  task: "worker",
  summary: "Serves every bundle of a folder as a Cloudflare Worker, in workerd on this machine.",
  flags: START.flags,
  variables: START.variables,
}, async ({ values }) => {
  const root = repositoryRoot();
  const { PORT, HOST, MODELS: models = `${root}/static/models` } = startSettings(values);
  const folder = await Deno.makeTempDir({ prefix: "tessera-worker-" });
  try {
    await buildAssets({ root, models, out: `${folder}/assets` });
    await installPackages(root);
    const server = wrangler(root, [
      "dev",
      `--ip=${HOST}`,
      `--port=${PORT}`,
      "--inspector-port=0",
      `--assets=${folder}/assets`,
      `--persist-to=${folder}/state`,
      ...bindingsOf(values).flatMap((binding) => ["--var", binding]),
    ]);
    const signalled = passOnSignals(server);
    const { code } = await server.status;
    return signalled.stop ? 0 : code;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Settings that a Worker has too and that are given here, as wrangler takes them. */
function bindingsOf(flags: Readonly<Record<string, unknown>>): string[] {
  return SETTING_NAMES.filter((name) => !NOT_OF_WORKERS.has(name)).flatMap((name) => {
    const value = flags[flagOf(name).slice(2)] ?? Deno.env.get(name);
    return value ? [`${name}:${value}`] : [];
  });
}

/** Passes signals on to a process. @returns Whether there was a signal. */
function passOnSignals(child: Deno.ChildProcess): { stop: boolean } {
  const signalled = { stop: false };
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const signal of signals) {
    Deno.addSignalListener(signal, () => {
      signalled.stop = true;
      try {
        child.kill(signal);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // It has ended already.
      }
    });
  }
  return signalled;
}
