import { Hono } from "hono";
import type { AppDeps } from "../deps.ts";
import type { Budget } from "../inference.ts";
import { Problem } from "../http/problem.ts";
import type { Env } from "../http/request_context.ts";
import type { Operation } from "../openapi/operation.ts";
import { type Gauge, Metrics } from "./metrics.ts";

/** The metrics of one app. */
export function createMetrics(deps: AppDeps): Metrics {
  const { inference, readiness, residentBytes, droppedLogLines } = deps;
  const gauges: Gauge[] = [
    {
      name: "tessera_ready",
      help: "1 while the server accepts work.",
      read: () => readiness() === "ready" ? 1 : 0,
    },
    {
      name: "tessera_queue_images",
      help: "Images admitted and not finished.",
      read: () => inference.load,
    },
    ...budgetGauges("codes", "Codes", inference.codes),
    ...budgetGauges("pixels", "Pixels", inference.pixels),
  ];
  if (residentBytes !== undefined) {
    gauges.push({
      name: "process_resident_memory_bytes",
      help: "Resident memory.",
      read: residentBytes,
    });
  }
  if (droppedLogLines !== undefined) {
    gauges.push({
      name: "tessera_log_lines_dropped_total",
      help: "Log lines that could not be written to stderr.",
      type: "counter",
      read: droppedLogLines,
    });
  }
  return new Metrics(gauges, deps.counters);
}

function budgetGauges(name: string, what: string, budget: Budget): Gauge[] {
  return [
    {
      name: `tessera_queue_${name}`,
      help: `${what} admitted and not finished.`,
      read: () => budget.used,
    },
    {
      name: `tessera_queue_${name}_limit`,
      help: `Maximum ${what.toLowerCase()} admitted at a time; a single client gets half.`,
      read: () => budget.limit,
    },
  ];
}

/** `/metrics`: Prometheus text. */
export function metricsRoute(
  metrics: Metrics,
  place: "public" | "private" | "off" = "public",
): Hono<Env> {
  return new Hono<Env>().get("/metrics", (c) => {
    const isHere = place === "public" || (place === "private" && c.env?.onMetricsPort === true);
    if (!isHere) throw new Problem(404, "Cannot find this path");
    return c.body(metrics.toText(), 200, { "content-type": "text/plain; version=0.0.4" });
  });
}

/** OpenAPI operation of {@link metricsRoute}. */
export const metricsOperation: Operation = {
  method: "get",
  path: "/metrics",
  tag: "service",
  summary: "Get counters and gauges as Prometheus text",
  description: "404 on servers that do not make them public.",
  replies: { "text/plain": null },
  negotiates: false,
};
