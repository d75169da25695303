import { announce } from "./log.ts";
import type { OpenServer } from "./open_server.ts";
import { describeAddress, listen } from "./serve.ts";

/** Serves `/metrics` at the address in METRICS, if it is one. @throws {ListenError} If it is in use. */
export function serveMetrics({ app, settings: { METRICS } }: OpenServer): void {
  if (typeof METRICS !== "object") return;
  const { addr } = listen({ fetch: (request) => app.fetchMetrics(request) }, METRICS);
  announce(`Tessera serves its metrics on ${describeAddress(addr)}metrics`);
}
