import { protocolTests } from "../support/contract/protocol.ts";
import { DENO } from "../support/runtime.ts";

protocolTests(DENO);
