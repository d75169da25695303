import { CommandError } from "../../cli/errors.ts";
import { SETTING_NAMES } from "../settings.ts";
import { exitWith } from "../../cli/command.ts";
import { problemOf } from "../../routes/http/problem_of.ts";
import { announce, flushLog } from "./log.ts";
import { openServer } from "./open_server.ts";
import { runServer } from "./run_server.ts";
import { serveMetrics } from "./serve_metrics.ts";
import { describeAddress, firstSignal, stopDeclared } from "./serve.ts";
import { START, startSettings } from "./start_command.ts";

/** Deno Deploy kills a process five seconds after SIGINT. */
const DECLARED = { GRACE_SECONDS: "4.5" };

/** Starts the server with the permissions it needs when the runtime opens the socket. */
export const SERVE_LINE = "deno serve --host 127.0.0.1 --allow-read --allow-env main.ts";

/** What `deno serve` and Deno Deploy look for in a main module. */
export interface DeclaredServer {
  fetch(request: Request, info: Deno.ServeHandlerInfo): Promise<Response>;
  onListen(address: Deno.Addr): void;
}

/**
 * A server whose socket the runtime opens. If the runtime does not, as with `deno run` without arguments, it serves like
 * `deno task start`.
 *
 * @param root Folder of the project, whose bundles and pages are served.
 */
export async function declareServer(root: string): Promise<DeclaredServer> {
  const pages = `${root}/static`;
  const open = async () => {
    requirePermissions(pages);
    return await openServer(startSettings({}, DECLARED), pages);
  };
  const server = await open().catch((error) => exitWith(error, START));
  // If the runtime calls `onListen` at all, it does so right after the module has run.
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
      try {
        serveMetrics(server);
      } catch (error) {
        exitWith(error, START);
      }
      server.warming.catch((error) => exitWith(error, START));
      firstSignal().then(async () => {
        await stopDeclared(server.app, () => unsent, server.settings);
        await flushLog();
        Deno.exit(0);
      });
    },
  };
}

/** @throws {CommandError} If this process may not read its files and settings; otherwise each would prompt. */
function requirePermissions(pages: string): void {
  const needed: Deno.PermissionDescriptor[] = [
    { name: "read", path: pages },
    ...SETTING_NAMES.map((variable) => ({ name: "env" as const, variable })),
  ];
  const lacking = needed.find((one) => Deno.permissions.querySync(one).state !== "granted");
  if (lacking === undefined) return;
  throw new CommandError(
    `Cannot serve without --allow-read and --allow-env: start it with \`${SERVE_LINE}\``,
    "`deno task start` gives the server what it needs, and nothing else",
  );
}
