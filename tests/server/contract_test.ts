import { attackerTests } from "../support/contract/attackers.ts";
import { embeddingTests } from "../support/contract/embedding.ts";
import { fuzzTests } from "../support/contract/fuzz.ts";
import { goldenTests } from "../support/contract/golden.ts";
import { liveTests } from "../support/contract/live.ts";
import { loadTests } from "../support/contract/load.ts";
import { protocolTests } from "../support/contract/protocol.ts";
import { sharedRuntime } from "../support/runtime.ts";

const deno = sharedRuntime("deno");
for (
  const register of [
    liveTests,
    embeddingTests,
    loadTests,
    goldenTests,
    attackerTests,
    protocolTests,
    fuzzTests,
  ]
) register(deno);
