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
    parent: { type: "integer", min: 1, value: "PID", help: "end once this parent process ended" },
  },
} as const;

/**
 * Serves as the command line says, up to a signal or the end of the process that it names as its parent.
 *
 * @param pages Folder of the pages. @param opened A server that is open already.
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
