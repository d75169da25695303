import { runCommand } from "../../cli/command.ts";
import { announce, flushLog } from "./log.ts";
import { type OpenServer, openServer } from "./open_server.ts";
import { describeAddress, firstSignal, listen, stop } from "./serve.ts";
import { START, startSettings } from "./start_command.ts";

/**
 * Serves as the command line says, up to a signal.
 *
 * @param pages Folder of the pages. @param opened A server that is open already.
 */
export function runServer(pages: string, opened?: OpenServer): Promise<never> {
  return runCommand(START, async ({ values }) => {
    const signal = firstSignal();
    const server = opened ?? await openServer(startSettings(values), pages);
    const { HOST: host, PORT: port } = server.settings;
    const http = listen(server, { host, port });
    announce(`Tessera serves ${server.models} model(s) on ${describeAddress(http.addr)}`);
    await Promise.race([server.warming, signal]);
    await signal;
    await stop(server.app, http);
    server.close();
    await flushLog();
  });
}
