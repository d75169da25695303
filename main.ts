import "./serving/deno/take_worker.ts";

/**
 * The server on Deno: `deno task start`, `deno run main.ts --port 80`, `deno serve main.ts`, and the
 * entry point on Deno Deploy. What it serves with is loaded while the first worker starts.
 */
const root = import.meta.dirname!;
const { runServer } = await import("./serving/deno/run_server.ts");
const { declareServer } = await import("./serving/deno/declare_server.ts");

if (Deno.args.length > 0) await runServer(`${root}/static`);

export default await declareServer(root);
