import type { OpenOptions, PageModel } from "./page_model.ts";

/**
 * Opens a model in a worker. Calls for the same bundle and backend share one model, which ends when each
 * of them has closed it.
 * @throws {PageModelError}
 */
export function openPageModel(_options: OpenOptions): Promise<PageModel> {
  throw new Error("not yet");
}
