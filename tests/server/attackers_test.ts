import { attackerTests } from "../support/contract/attackers.ts";
import { sharedRuntime } from "../support/runtime.ts";

attackerTests(sharedRuntime("deno"));
