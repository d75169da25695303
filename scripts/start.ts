import { serverPermissions } from "../serving/deno/server_permissions.ts";
import { START, startSettings } from "../serving/deno/start_command.ts";
import { runCommand } from "../cli/command.ts";

// Permissions are fixed when a process starts and the address is a flag, so the server is a child.
await runCommand(START, async ({ values }) => {
  const root = `${import.meta.dirname}/..`;
  const server = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--unstable-no-legacy-abort", // Keeps Deno from a warning; nothing depends on it.
      ...serverPermissions(startSettings(values), root),
      `${root}/main.ts`,
      ...Deno.args,
    ],
  }).spawn();
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  for (const signal of signals) {
    Deno.addSignalListener(signal, () => {
      try {
        server.kill(signal);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // It has ended already.
      }
    });
  }
  return (await server.status).code;
});
