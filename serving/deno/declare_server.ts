import { exitWith } from "../../cli/command.ts";
import { problemOf } from "../../routes/http/problem_of.ts";
import { announce, flushLog } from "./log.ts";
import { openServer } from "./open_server.ts";
import { runServer } from "./run_server.ts";
import { describeAddress, firstSignal, stopDeclared } from "./serve.ts";
import { START, startSettings } from "./start_command.ts";

/** Deno Deploy kills a process five seconds after SIGINT. */
const DECLARED = { GRACE_SECONDS: "4.5" };

/** What `deno serve` and Deno Deploy look for in a main module. */
export interface DeclaredServer {
  fetch(request: Request, info: Deno.ServeHandlerInfo): Promise<Response>;
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
  const open = async () => await openServer(startSettings({}, DECLARED), pages);
  const server = await open().catch((error) => exitWith(error, START));
  // The runtime calls `onListen` right after the module has run, if at all.
  const notDeclared = setTimeout(() => runServer(pages, server), 0);
  let unsent = 0;
  const sent = () => void unsent--;
  return {
    fetch: async (request, info) => {
      unsent++;
      info.completed.then(sent, sent);
      try {
        return await server.fetch(request, info);
      } catch (error) {
        return problemOf(error as Error).toResponse(crypto.randomUUID());
      }
    },
    onListen: (address) => {
      clearTimeout(notDeclared);
      announce(`Tessera serves ${server.models} model(s) on ${describeAddress(address)}`);
      server.warming.catch((error) => exitWith(error, START));
      firstSignal().then(async () => {
        await stopDeclared(server.app, () => unsent, server.settings);
        await flushLog();
        Deno.exit(0);
      });
    },
  };
}
