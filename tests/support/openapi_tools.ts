import { lockedTools } from "./locked_tools.ts";

export type { Ran } from "./locked_tools.ts";

/** Programs that read or use OpenAPI documents. */
export const { hasTool, runTool } = lockedTools("vendor/openapi/openapi.lock");
