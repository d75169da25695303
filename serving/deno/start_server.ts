import "./take_worker.ts";

/** The server as `deno task start` runs it: `main.ts`, but for what that declares to a runtime that serves by itself. */
const { runServer } = await import("./run_server.ts");

await runServer(`${import.meta.dirname}/../../static`);
