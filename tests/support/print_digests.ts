import { trainingDigest } from "./training_digest.ts";

// Prints digests of both stages, trained for the number of steps that is given.
if (import.meta.main) {
  const steps = Number(Deno.args[0]);
  for (const stage of ["codec", "prior"] as const) {
    console.log(stage, await trainingDigest(stage, { steps, threads: 2 }));
  }
}
