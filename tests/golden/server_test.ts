import { goldenTests } from "../support/contract/golden.ts";
import { DENO } from "../support/runtime.ts";

goldenTests(DENO);
