import { exitWith } from "../../cli/command.ts";
import { problemOf } from "../../routes/http/problem_of.ts";
import { flushLog } from "./log.ts";
import { type OpenServer, openServer } from "./open_server.ts";
import { runServer } from "./run_server.ts";
import { describeAddress, firstSignal, stopDeclared } from "./serve.ts";
import { START } from "./start_command.ts";

/** What `deno serve` and Deno Deploy look for in a main module. */
export interface DeclaredServer {
  fetch(request: Request): Promise<Response>;
  onListen(address: Deno.Addr): void;
}

/**
 * A server whose socket the runtime opens. A runtime that does not, as `deno run` without arguments,
 * has it serve as `deno task start` does.
 *
 * @param root Folder of the project, whose bundles and pages are served.
 */
export async function declareServer(root: string): Promise<DeclaredServer> {
  const pages = `${root}/static`;
  const server = await openServer({ models: `${pages}/models`, pages })
    .catch((error) => exitWith(error, START));
  // The runtime calls `onListen` right after the module has run, if at all.
  const notDeclared = setTimeout(() => runServer(pages, server), 0);
  return {
    fetch: async (request) => {
      try {
        return await server.app.fetch(request);
      } catch (error) {
        return problemOf(error as Error).toResponse(crypto.randomUUID());
      }
    },
    onListen: (address) => {
      clearTimeout(notDeclared);
      console.log(`Tessera serves ${server.models} model(s) on ${describeAddress(address)}`);
      server.warming.catch((error) => exitWith(error, START));
      firstSignal().then(() => stopAndExit(server));
    },
  };
}

async function stopAndExit({ app }: OpenServer): Promise<never> {
  await stopDeclared(app);
  flushLog();
  Deno.exit(0);
}
