const SCRIPT = new URL("../inference_worker.ts", import.meta.url);

/** Whether there are workers, and this process may read their code. */
export function mayStartWorkers(): boolean {
  if (typeof Worker !== "function") return false;
  return Deno.permissions.querySync({ name: "read", path: SCRIPT }).state === "granted";
}

/** A worker for a lane: the early one for the first. */
export function takeWorker(): Worker {
  const taken = early ?? startWorker();
  early = undefined;
  return taken;
}

function startWorker(): Worker {
  return new Worker(SCRIPT, { type: "module" });
}

/** Loads its code while `main.ts` still loads the server's, which imports this module before all else. */
let early: Worker | undefined;
if (mayStartWorkers()) {
  early = startWorker();
  early.onerror = (event) => {
    event.preventDefault(); // Whoever takes a worker gets a new one, and is told then.
    early = undefined;
  };
}
