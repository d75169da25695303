import { fuzzTests } from "../support/contract/fuzz.ts";
import { DENO } from "../support/runtime.ts";

fuzzTests(DENO);
