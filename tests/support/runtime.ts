import { ServerProcess } from "./server_process.ts";
import type { RuntimeName, ServerOptions } from "./spawn_server.ts";

/** What a test does with a server that is ready. */
export type UseServer = (server: ServerProcess) => Promise<void>;

/** A runtime that servers are tested in. */
export interface Runtime {
  readonly name: RuntimeName;
  /** Registers a test; tests with equal options may share a server. */
  test(name: string, options: ServerOptions, use: UseServer): void;
}

/** A server of its own for each test. */
export const DENO: Runtime = {
  name: "deno",
  test: (name, options, use) => Deno.test(name, () => ServerProcess.use(options, use)),
};

/** Servers that the tests of a file share: one for equal options, ended after the last test. */
export function sharedServers(): (options: ServerOptions) => Promise<ServerProcess> {
  const servers = new Map<string, Promise<ServerProcess>>();
  Deno.test.afterAll(async () => {
    for (const server of servers.values()) await (await server).end();
  });
  return (options) => {
    const key = JSON.stringify(options);
    const server = servers.get(key) ?? startReady(options);
    servers.set(key, server);
    return server;
  };
}

/** One server for all tests of a file with equal options: these take seconds to start. */
export function sharedRuntime(runtime: RuntimeName): Runtime {
  const serverOf = sharedServers();
  return {
    name: runtime,
    test: (name, options, use) => {
      const fn = async () => await use(await serverOf({ ...options, runtime }));
      // The server outlives the test; what the tests themselves leave is seen on Deno.
      Deno.test({ name: `${name} (${runtime})`, fn, sanitizeOps: false, sanitizeResources: false });
    },
  };
}

async function startReady(options: ServerOptions): Promise<ServerProcess> {
  const server = await ServerProcess.start(options);
  await server.ready();
  return server;
}
