import type { Values } from "../core/graph/mod.ts";
import type { Random } from "../core/random/random.ts";
import type { Port } from "../models/ports.ts";

/** What each port is fed at one step, by the name of its input. Ports are drawn one after another. */
export function portFeeds(ports: readonly Port[], random: Random): Map<string, Values> {
  return new Map(ports.map((port) => [port.input.name!, valuesOf(port, random)]));
}

function valuesOf({ input: { size }, values }: Port, random: Random): Values {
  switch (values.kind) {
    case "bits":
      return Uint32Array.from({ length: size }, () => random.u32());
    case "normal":
      return Float32Array.from({ length: size }, () => random.normal());
    case "distinct":
      return distinct(random, size, values.below);
  }
}

/** `count` different numbers below `bound`; where there are not as many, all of them over and over. */
function distinct(random: Random, count: number, bound: number): Uint32Array {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, bound)) chosen.add(random.integer(bound));
  const values = [...chosen];
  return Uint32Array.from({ length: count }, (_, i) => values[i % values.length]);
}
