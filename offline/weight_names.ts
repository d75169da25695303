import { type Role, WEIGHT_PREFIX } from "../models/contract.ts";
import type { NamedValues } from "../training/backend.ts";

/** The weights of a stage under their names in bundles and checkpoints. */
export function withPrefix(role: Role, weights: NamedValues): Map<string, Float32Array> {
  return new Map(Array.from(weights, ([name, values]) => [WEIGHT_PREFIX[role] + name, values]));
}

/** The weights of one stage out of those of all, under their names in its graph. */
export function withoutPrefix(role: Role, weights: NamedValues): Map<string, Float32Array> {
  const prefix = WEIGHT_PREFIX[role];
  return new Map(
    Array.from(weights)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, values]) => [name.slice(prefix.length), values]),
  );
}
