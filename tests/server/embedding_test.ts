import { embeddingTests } from "../support/contract/embedding.ts";
import { DENO } from "../support/runtime.ts";

embeddingTests(DENO);
