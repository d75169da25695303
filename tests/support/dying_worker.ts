import "../../executors/wasm/threads/worker.ts";

// A worker of a pool that dies when it is to run its n-th program, n being its URL's `?run=n`.

const run = Number(new URL(import.meta.url).searchParams.get("run"));
const scope = globalThis as unknown as { onmessage: (event: MessageEvent) => void };
const handle = scope.onmessage;
let runs = 0;
scope.onmessage = (event) => {
  if (event.data.execute?.program !== undefined && ++runs === run) throw new Error("out of luck");
  handle(event);
};
