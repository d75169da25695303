import { runCommand } from "./cli/command.ts";
import { Application } from "./serving/application.ts";
import { BoundedQueue } from "./serving/bounded_queue.ts";
import { loadBundleFolder } from "./serving/deno/bundle_folder.ts";
import { openPages } from "./serving/deno/page_files.ts";
import { firstSignal, listen, stop } from "./serving/deno/serve.ts";
import { START } from "./serving/deno/start_command.ts";
import { openWorkerLanes } from "./serving/deno/worker_lanes.ts";
import { logLine } from "./serving/deno/log.ts";
import { MAX_WAITING_IMAGES } from "./serving/work_queue.ts";

await runCommand(START, async ({ values: { port, host, models } }) => {
  const signal = firstSignal();
  const loaded = await loadBundleFolder(models);
  const bundles = loaded.map(({ bundle }) => bundle);
  const pages = await openPages(`${import.meta.dirname}/static`);
  const files = new Map([...pages, ...loaded.flatMap(({ files }) => [...files])]);
  const lanes = await openWorkerLanes(bundles);
  const app = new Application({
    bundles,
    defaultModel: Deno.env.get("DEFAULT_MODEL") || undefined,
    queue: new BoundedQueue(lanes, MAX_WAITING_IMAGES),
    files: { find: (path) => files.get(path) },
    log: logLine,
    residentBytes: () => Deno.memoryUsage().rss,
  });
  const server = listen(app, { host, port });
  const { hostname, port: taken } = server.addr;
  const shown = hostname.includes(":") ? `[${hostname}]` : hostname;
  console.log(`Tessera serves ${bundles.length} model(s) on http://${shown}:${taken}/`);
  await Promise.race([app.warm(), signal]);
  await signal;
  await stop(app, server);
  for (const lane of lanes) lane.close();
});
