import "./no_eval.ts"; // Before any schema is made.
import { asPageModelError } from "./bundle_source.ts";
import type { WorkerCall, WorkerReply } from "./messages.ts";
import { PageRuntime } from "./page_runtime.ts";

/** The part of a worker's global scope used here: no type library has both it and a page's. */
interface WorkerScope {
  onmessage: (event: MessageEvent<WorkerCall>) => void;
  postMessage(reply: WorkerReply): void;
}

// The worker's end: calls come as messages, and answers go back under the calls' numbers.
const scope = self as unknown as WorkerScope;
const runtime = new PageRuntime(new URL("./", import.meta.url).href);
const running = new Map<number, AbortController>();

scope.onmessage = async ({ data }) => {
  const { id } = data;
  if (data.name === "abort") return running.get(id)?.abort();
  const abort = new AbortController();
  running.set(id, abort);
  try {
    const value = await runtime.call(data.name, data.asks as never, {
      signal: abort.signal,
      onProgress: (progress) => scope.postMessage({ id, progress }),
    });
    scope.postMessage({ id, value });
  } catch (error) {
    const { code, message } = asPageModelError(error);
    scope.postMessage({ id, error: { code, message } });
  } finally {
    running.delete(id);
  }
};
