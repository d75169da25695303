import { problemOf } from "../../routes/http/problem_of.ts";
import type { Application } from "../application.ts";
import type { Settings } from "../settings.ts";
import { Listener, type Serve } from "./listener.ts";

/** A signal this soon after the first is the same one, sent to both a process and its parent. */
const SAME_SIGNAL_MS = 500;
const POLL_MS = 20;
/** Backlog of connections: every one of a burst gets an answer. */
const BACKLOG = 4096;

/** Where to listen. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Answers requests. */
export interface Answering {
  fetch(request: Request, info: Deno.ServeHandlerInfo): Response | Promise<Response>;
}

/** Thrown if an address cannot be listened on. */
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
 * Listens on an address, or on the address or socket path in `DENO_SERVE_ADDRESS` if the host sets it.
 *
 * @throws {ListenError} If the address is in use or not of this machine.
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
 * Resolves at the first SIGINT or SIGTERM, or when the controlling terminal is closed; a second signal ends the process
 * with exit code 130.
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

/** How long a server continues once it should stop. */
export type StopTimes = Pick<Settings, "DRAIN_SECONDS" | "GRACE_SECONDS">;

/**
 * Stops without losing admitted work: for DRAIN_SECONDS `/readyz` answers 503 while requests are still served, then work
 * is refused, and the server closes once all replies are sent. Requests longer than GRACE_SECONDS after that are cut off.
 */
export async function stop(app: Application, server: Listener, times: StopTimes): Promise<void> {
  const limit = await finish(app, times);
  await Promise.race([server.shutdown(), pause(Math.max(0, limit - performance.now()))]);
}

/** The same for a server started by the runtime. @param unsent Replies not sent yet. */
export async function stopDeclared(
  app: Application,
  unsent: () => number,
  times: StopTimes,
): Promise<void> {
  const limit = await finish(app, times);
  while (unsent() > 0 && performance.now() < limit) await pause(POLL_MS);
}

/** @returns The deadline in terms of `performance.now()`. */
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
