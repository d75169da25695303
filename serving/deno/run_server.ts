import { type Given, runCommand } from "../../cli/command.ts";
import { endOfParent } from "./end_of_parent.ts";
import { announce, flushLog } from "./log.ts";
import { type OpenServer, openServer } from "./open_server.ts";
import { serveMetrics } from "./serve_metrics.ts";
import { describeAddress, firstSignal, listen, stop } from "./serve.ts";
import { START, startSettings } from "./start_command.ts";

const SERVER = {
  ...START,
  flags: {
    ...START.flags,
    parent: { type: "integer", min: 1, value: "PID", help: "stop when this parent process ends" },
  },
} as const;

/**
 * Serves as set by the command line until a signal arrives or the parent process it names ends.
 *
 * @param pages Folder of the pages. @param opened An already open server.
 */
export function runServer(pages: string, opened?: OpenServer): Promise<never> {
  return runCommand(SERVER, async ({ values }: Given<typeof SERVER.flags>) => {
    const parent = values.parent as number | undefined;
    const signal = firstSignal();
    const end = parent === undefined ? signal : Promise.race([signal, endOfParent(parent)]);
    const server = opened ?? await openServer(startSettings(values), pages);
    const { HOST: host, PORT: port } = server.settings;
    const http = listen(server, { host, port });
    announce(`Tessera serves ${server.models} model(s) on ${describeAddress(http.addr)}`);
    serveMetrics(server);
    await Promise.race([server.warming, end]);
    await end;
    await stop(server.app, http, server.settings);
    server.close();
    await flushLog();
  });
}
