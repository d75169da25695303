import { type Code, f32x4, type Local, sequence, v128 } from "../assembler/mod.ts";

/** Elements of a vector. */
export const LANES = 4;

/** Where lanes are in memory. */
export interface LanesAt {
  /** Of each lane: all the same, if they follow each other at equal steps. */
  readonly addresses: readonly Code[];
  /** Bytes from its address to the first lane. */
  readonly offset: number;
  /** Words from a lane to the next. */
  readonly step: number;
  /** How many lanes there are, 1 to 4. */
  readonly count: number;
}

/** Lanes of memory; those that aren't there are 0, or like the first where the step is 0. */
export function loadLanes({ addresses, offset, step, count }: LanesAt): Code {
  const [first] = addresses;
  if (addresses.every((it) => it === first)) {
    if (step === 0) return v128.load32_splat(first, offset);
    if (step === 1 && count === LANES) return v128.load(first, offset);
  }
  let lanes = v128.load32_zero(first, offset);
  for (let lane = 1; lane < count; lane++) {
    lanes = v128.load32_lane(addresses[lane], lanes, lane, offset + 4 * step * lane);
  }
  return lanes;
}

/** Writes lanes. */
export function storeLanes(
  value: Code,
  { address, offset, step, count }: Omit<LanesAt, "addresses"> & { readonly address: Code },
): Code {
  if (count === LANES && step === 1) return v128.store(address, value, offset);
  return Array.from(
    { length: count },
    (_, lane) => v128.store32_lane(address, value, lane, offset + 4 * step * lane),
  ).flat();
}

/** The first `count` lanes of a value, and a number in place of the others. */
export function firstLanes(value: Code, count: number, other: number): Code {
  if (count === LANES) return value;
  const [a, b, c] = [0, 1, 2].map((lane) => lane < count ? 0xffffffff : 0);
  return v128.bitselect(value, f32x4.const(other), v128.const([a, b, c, 0]));
}

/** (0 with 2) with (1 with 3) in all lanes; changes the local. */
export function acrossLanes(lanes: Local, combine: (a: Code, b: Code) => Code): Code {
  const turned = (order: readonly [number, number, number, number]) =>
    combine(lanes.get, v128.shuffle(lanes.get, lanes.get, order));
  return sequence(lanes.set(turned([2, 3, 0, 1])), turned([1, 0, 3, 2]));
}
