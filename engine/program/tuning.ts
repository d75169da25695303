/**
 * Which variant of a kernel is fastest for a problem on an adapter. Filled by measurement
 * (`engine/program/tune.ts`), kept by the caller.
 */
export class Tuning {
  /** @param chosen Variant by problem key. */
  constructor(readonly chosen: Map<string, string> = new Map()) {}

  /** The variant for a problem: the measured one, else the first. */
  choose(key: string, names: readonly string[]): string {
    const measured = this.chosen.get(key);
    return measured !== undefined && names.includes(measured) ? measured : names[0];
  }
}
