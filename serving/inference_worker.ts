import { type Opening, openModels } from "./open_models.ts";
import { serveWorker } from "./serve_worker.ts";

serveWorker<Opening>(async (opening) => await openModels(opening));
