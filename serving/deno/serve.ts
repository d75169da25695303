import { problemOf } from "../../routes/http/problem_of.ts";
import type { Application } from "../application.ts";
import type { Settings } from "../settings.ts";
import { Listener, type Serve } from "./listener.ts";

/** A signal this soon after the first is the same one, told to a process and its parent. */
const SAME_SIGNAL_MS = 500;
const POLL_MS = 20;
/** Connections that may wait to be accepted: all of a burst are to get an answer. */
const BACKLOG = 4096;

/** Where to listen. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What answers requests. */
export interface Answering {
  fetch(request: Request, info: Deno.ServeHandlerInfo): Response | Promise<Response>;
}

/** An address that cannot be listened on. */
export class ListenError extends Error {
  override readonly name = "ListenError";
  readonly hint = "`--port` and `--host` choose another address";

  constructor({ host, port }: Address, cause: unknown) {
    const state = cause instanceof Deno.errors.AddrInUse
      ? "the port is in use"
      : cause instanceof Error
      ? cause.message
      : String(cause);
    super(`Cannot listen on ${host}:${port}: ${state}`, { cause });
  }
}

/**
 * Listens on an address; on another one, even a socket's path, where the host says so in
 * `DENO_SERVE_ADDRESS`.
 *
 * @throws {ListenError} If the address is taken or none of this machine.
 */
export function listen({ fetch }: Answering, { host, port }: Address): Listener {
  let underWay = 0;
  const answered = () => void underWay--;
  const serve: Serve = (again, signal) =>
    Deno.serve({
      hostname: host,
      port: again ?? port,
      signal,
      onListen: () => {},
      automaticCompression: true,
      tcpBacklog: BACKLOG,
      onError: (error) => problemOf(error as Error).toResponse(crypto.randomUUID()),
    }, (request, info) => {
      underWay++;
      info.completed.then(answered, answered);
      return fetch(request, info);
    });
  try {
    return new Listener(serve, { underWay: () => underWay });
  } catch (error) {
    throw new ListenError({ host, port }, error);
  }
}

/** An address as a person types it. */
export function describeAddress(address: Deno.Addr): string {
  if (!("hostname" in address)) return "path" in address ? address.path : address.transport;
  const { hostname, port } = address;
  return `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}/`;
}

/**
 * Settles at the first SIGINT or SIGTERM, or when the terminal that the process was started at is closed;
 * a second signal ends the process with exit code 130.
 */
export function firstSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let first: number | undefined;
  const hear = () => {
    first ??= performance.now();
    if (performance.now() - first > SAME_SIGNAL_MS) Deno.exit(130);
    resolve();
  };
  Deno.addSignalListener("SIGINT", hear);
  if (Deno.build.os === "windows") return promise;
  Deno.addSignalListener("SIGTERM", hear);
  const atTerminal = Deno.stdin.isTerminal();
  Deno.addSignalListener("SIGHUP", () => {
    if (atTerminal && !Deno.stdin.isTerminal()) resolve();
  });
  return promise;
}

/** How long a server that is to stop goes on. */
export type StopTimes = Pick<Settings, "DRAIN_SECONDS" | "GRACE_SECONDS">;

/**
 * Stops without losing what was let in: for DRAIN_SECONDS `/readyz` answers 503 while all is served, then
 * work is refused, and the server closes once the replies are sent. What lasts longer than GRACE_SECONDS
 * after that is cut off.
 */
export async function stop(app: Application, server: Listener, times: StopTimes): Promise<void> {
  const limit = await finish(app, times);
  await Promise.race([server.shutdown(), pause(Math.max(0, limit - performance.now()))]);
}

/** The same for a server that the runtime began. @param unsent Replies that are not sent yet. */
export async function stopDeclared(
  app: Application,
  unsent: () => number,
  times: StopTimes,
): Promise<void> {
  const limit = await finish(app, times);
  while (unsent() > 0 && performance.now() < limit) await pause(POLL_MS);
}

/** @returns When all must have ended, as `performance.now()` counts. */
async function finish(
  app: Application,
  { DRAIN_SECONDS, GRACE_SECONDS }: StopTimes,
): Promise<number> {
  app.becomeUnready();
  await pause(DRAIN_SECONDS * 1000);
  app.refuseWork();
  const limit = performance.now() + GRACE_SECONDS * 1000;
  while (app.load > 0 && performance.now() < limit) await pause(POLL_MS);
  return limit;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
