import "./take_worker.ts";

/** The server run by `deno task start`: `main.ts` without its declaration for runtimes that open the socket. */
const { runServer } = await import("./run_server.ts");

await runServer(`${import.meta.dirname}/../../static`);
