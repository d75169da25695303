import { kernels } from "./executors/wasm/kernels/module.js";
import { unavailableApp } from "./routes/unavailable_app.ts";
import { Application, type KeepAlive } from "./serving/application.ts";
import { loadAssetBundles } from "./serving/cloudflare/asset_bundles.ts";
import { AssetFiles } from "./serving/cloudflare/asset_files.ts";
import { readAssetIndex } from "./serving/cloudflare/asset_index.ts";
import type { Bindings } from "./serving/cloudflare/bindings.ts";
import { bindingRateLimit } from "./serving/cloudflare/binding_rate_limit.ts";
import { CachedReplies } from "./serving/cloudflare/cached_replies.ts";
import { SharedStart } from "./serving/cloudflare/shared_start.ts";
import { InProcessQueue } from "./serving/in_process_queue.ts";
import { createLog } from "./serving/cloudflare/log.ts";
import { workerSettings } from "./serving/cloudflare/worker_settings.ts";
import { httpPolicy } from "./serving/http_policy.ts";
import { openModels } from "./serving/open_models.ts";
import { clientOf } from "./serving/cloudflare/client_of.ts";
import { ClientRateLimit } from "./serving/client_rate_limit.ts";
import { type Settings, SettingsError } from "./serving/settings.ts";
import { queueLimits } from "./serving/work_queue.ts";

const starting = new SharedStart<Application>();
const logFailure = createLog("error");
const unavailable = unavailableApp("Cannot take work: the models could not be loaded", 5);
const misconfigured = unavailableApp("Cannot take work: a setting of the server is wrong", 60);

async function start(bindings: Bindings): Promise<Application> {
  const { ASSETS, RATE_LIMITER } = bindings;
  const settings = workerSettings(bindings);
  const index = await readAssetIndex(ASSETS);
  const bundles = await loadAssetBundles(ASSETS, index);
  const app = new Application({
    bundles,
    defaultModel: settings.DEFAULT_MODEL,
    queue: new InProcessQueue(openModels({ bundles, kernels }), queueLimits(bundles)),
    files: new AssetFiles(ASSETS, index.files),
    log: createLog(settings.LOG_LEVEL),
    replies: new CachedReplies(),
    ...httpPolicy(settings, rateLimitOf(RATE_LIMITER, settings)),
  });
  await app.warm();
  return app;
}

/** The binding counts in a whole data centre; without one, an isolate counts by itself. */
function rateLimitOf(limiter: Bindings["RATE_LIMITER"], { RATE_LIMIT }: Settings) {
  if (limiter) return bindingRateLimit(limiter);
  return RATE_LIMIT ? new ClientRateLimit(RATE_LIMIT) : undefined;
}

export default {
  async fetch(request: Request, bindings: Bindings, context: KeepAlive): Promise<Response> {
    try {
      const app = await starting.get(context, () => start(bindings));
      return await app.fetch(request, clientOf(request), context);
    } catch (error) {
      logFailure({ level: "error", message: String(error) });
      const app = error instanceof SettingsError ? misconfigured : unavailable;
      return await app.fetch(request);
    }
  },
};
