import { sha256Hex } from "../../core/bundle/sha256.ts";

/** Seeds 0 to 999: what a bundle draws for them is kept in `tests/golden/<id>.txt`. */
export const GOLDEN_SEEDS = 1000;

/**
 * One line of a golden file: seed, codes in base 36 with two digits each, and the SHA-256 of the PNG.
 * @param codes Each below 1296.
 */
export async function goldenLine(
  seed: number,
  codes: ArrayLike<number>,
  png: Uint8Array,
): Promise<string> {
  const digits = Array.from(codes, (code) => code.toString(36).padStart(2, "0")).join("");
  return `${seed} ${digits} ${await sha256Hex(png as Uint8Array<ArrayBuffer>)}`;
}
