import { declareServer } from "./serving/deno/declare_server.ts";
import { runServer } from "./serving/deno/run_server.ts";

/** The server on Deno: `deno task start`, `deno run main.ts --port 80`, `deno serve main.ts`, Deno Deploy. */
const root = import.meta.dirname!;
if (Deno.args.length > 0) await runServer(`${root}/static`);

export default await declareServer(root);
