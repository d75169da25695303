import type { Bundle } from "../core/bundle/mod.ts";
import { openModels } from "./open_models.ts";
import { serveWorker } from "./serve_worker.ts";

serveWorker<readonly Bundle[]>(async (bundles) => await openModels(bundles));
