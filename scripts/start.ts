import { serverPermissions } from "../serving/deno/server_permissions.ts";
import { START, startSettings } from "../serving/deno/start_command.ts";
import { v8Flags } from "../serving/deno/v8_flags.ts";
import { runCommand } from "../cli/command.ts";
import { endOfLaunch } from "./start/end_of_launch.ts";

// Permissions are fixed when a process starts and the address is a setting, so the server is a child.
await runCommand(START, async ({ values }) => {
  const root = `${import.meta.dirname}/..`;
  const server = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--unstable-no-legacy-abort", // Keeps Deno from a warning; nothing depends on it.
      ...v8Flags(Deno.build.arch),
      ...serverPermissions(startSettings(values), root),
      `${root}/serving/deno/start_server.ts`,
      `--parent=${Deno.pid}`,
      ...Deno.args,
    ],
  }).spawn();
  let stopping = false;
  const pass = (signal: Deno.Signal) => {
    stopping ||= signal !== "SIGHUP";
    try {
      server.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // It has ended already.
    }
  };
  const windows = Deno.build.os === "windows";
  const signals: Deno.Signal[] = windows ? ["SIGINT"] : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, () => pass(signal));
  endOfLaunch((name) => Deno.env.get(name)).then(() => {
    if (!stopping) pass(windows ? "SIGINT" : "SIGTERM");
  });
  return (await server.status).code;
});
