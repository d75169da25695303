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

const servers = new Map<string, Promise<ServerProcess>>();
Deno.test.afterAll(async () => {
  for (const server of servers.values()) await (await server).end();
});

/**
 * The server with these options that all tests of the program share, ready for requests. It ends after the last test.
 */
export function sharedServer(options: ServerOptions): Promise<ServerProcess> {
  const key = JSON.stringify(options);
  const server = servers.get(key) ?? startReady(options);
  servers.set(key, server);
  return server;
}

/** Registers a test that runs while shared servers go on: what they write meanwhile is no leak of the test. */
export function testAmongServers(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}

/** One server for all tests with equal options. */
export function sharedRuntime(runtime: RuntimeName): Runtime {
  return {
    name: runtime,
    test: (name, options, use) => {
      testAmongServers(`${name} (${runtime})`, async () => {
        await use(await sharedServer({ ...options, runtime }));
      });
    },
  };
}

async function startReady(options: ServerOptions): Promise<ServerProcess> {
  const server = await ServerProcess.start(options);
  await server.ready();
  return server;
}
