import type { NearestTask } from "../../routes/inference.ts";

/** A task identified by its model's name. */
export function taskOf(model: string): NearestTask {
  return { kind: "nearest", model, vectors: new Float32Array(0) };
}
