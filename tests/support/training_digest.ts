import { openCpu } from "../../executors/wasm/open_cpu.ts";
import { Trainer } from "../../training/trainer.ts";
import { tinyStages } from "../training/tiny_stages.ts";

/** What a few steps made of a stage: all of its state, as one number of 256 bits in hexadecimal. */
export async function trainingDigest(
  stage: keyof typeof tinyStages,
  { steps, threads }: { steps: number; threads: number },
): Promise<string> {
  const trainer = await Trainer.create(await openCpu({ threads }), tinyStages[stage](), 7);
  try {
    for (let step = 0; step < steps; step++) await trainer.next();
    const { parameters, optimiser } = await trainer.state();
    const all = [parameters, ...Object.values(optimiser)].flatMap((it) => [...it.values()]);
    const bytes = await new Blob(all as Float32Array<ArrayBuffer>[]).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  } finally {
    trainer.close();
  }
}
