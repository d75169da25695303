import { liveTests } from "../support/contract/live.ts";
import { DENO } from "../support/runtime.ts";

liveTests(DENO);
