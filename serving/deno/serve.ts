import { problemOf } from "../../routes/http/problem_of.ts";
import type { Application } from "../application.ts";

/** How long work may go on after the first signal. */
const GRACE_MS = 10_000;
/** A signal this soon after the first is the same one, told to a process and its parent. */
const SAME_SIGNAL_MS = 500;
const POLL_MS = 20;

/** Where to listen. */
export interface Address {
  readonly host: string;
  readonly port: number;
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

/** @throws {ListenError} If the address is taken or none of this machine. */
export function listen(app: Application, { host, port }: Address): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({
      hostname: host,
      port,
      onListen: () => {},
      onError: (error) => problemOf(error as Error).toResponse(crypto.randomUUID()),
    }, (request) => app.fetch(request));
  } catch (error) {
    throw new ListenError({ host, port }, error);
  }
}

/** Settles at the first SIGINT or SIGTERM; a second one ends the process with exit code 130. */
export function firstSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let first: number | undefined;
  const hear = () => {
    first ??= Date.now();
    if (Date.now() - first > SAME_SIGNAL_MS) Deno.exit(130);
    resolve();
  };
  Deno.addSignalListener("SIGINT", hear);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", hear);
  return promise;
}

/**
 * Stops without losing what was let in: `/readyz` answers 503 while work goes on, then the server
 * closes once the replies are sent. What lasts longer than ten seconds is cut off.
 */
export async function stop(app: Application, server: Deno.HttpServer): Promise<void> {
  const limit = Date.now() + GRACE_MS;
  app.refuseWork();
  while (app.load > 0 && Date.now() < limit) await pause(POLL_MS);
  await Promise.race([server.shutdown(), pause(Math.max(0, limit - Date.now()))]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
