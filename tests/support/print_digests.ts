import { trainingDigest } from "./training_digest.ts";

// Prints a digest of both stages for each number of threads, trained for the number of steps that is given.
if (import.meta.main) {
  const steps = Number(Deno.args[0]);
  for (const threads of [1, 2, 4]) {
    const digests = (["codec", "prior"] as const).map((it) =>
      trainingDigest(it, { steps, threads })
    );
    console.log((await Promise.all(digests)).join());
  }
}
