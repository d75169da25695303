const SCRIPT = new URL("../inference_worker.ts", import.meta.url);

/** Whether the runtime has workers and this process may read their code. */
export function mayStartWorkers(): boolean {
  if (typeof Worker !== "function") return false;
  return Deno.permissions.querySync({ name: "read", path: SCRIPT }).state === "granted";
}

/** A new Web Worker for models; the first call gives the one started early. */
export function takeWorker(): Worker {
  const taken = early ?? startWorker();
  early = undefined;
  return taken;
}

function startWorker(): Worker {
  return new Worker(SCRIPT, { type: "module" });
}

/** Started early: `main.ts` imports this module first, so that the worker loads its code while the server loads its own. */
let early: Worker | undefined;
if (mayStartWorkers()) {
  early = startWorker();
  early.onerror = (event) => {
    event.preventDefault(); // The next call starts another, which reports the error.
    early = undefined;
  };
}
