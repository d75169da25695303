import type { Context } from "hono";
import type { Cost } from "./cost.ts";
import type { AppDeps } from "./deps.ts";
import { keepAlive } from "./http/keep_alive.ts";
import type { Env } from "./http/request_context.ts";
import type { Job, ResultOf, Task } from "./inference.ts";

/**
 * Runs work in a job that ends with it or when the client disconnects; tasks not started by then are dropped.
 *
 * @param cost Of all of it.
 * @throws {UnavailableError} If the queue is full.
 */
export async function runJob<Result>(
  c: Context<Env>,
  { inference, cost }: Pick<AppDeps, "inference"> & { cost: Cost },
  work: (job: Job) => Promise<Result>,
): Promise<Result> {
  const job = inference.open({ client: c.get("client"), ...cost });
  const close = () => job.close();
  const { signal } = c.req.raw; // Also fires after a normal end, when closing does nothing.
  if (signal.aborted) close();
  signal.addEventListener("abort", close, { once: true });
  try {
    const working = work(job);
    keepAlive(c, working);
    return await working;
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

/** Runs a single task as a job. @throws {UnavailableError} If the queue is full. */
export async function runOne<T extends Task>(
  c: Context<Env>,
  { inference, cost }: Pick<AppDeps, "inference"> & { cost: Cost },
  task: T,
): Promise<ResultOf<T>> {
  return await runJob(c, { inference, cost }, (job) => job.run(task));
}
