/**
 * Which variant of each kernel to use on an adapter. `tune.ts` measures them and the caller keeps them: two
 * runs agree bit for bit only if they use the same variants.
 */
export class Tuning {
  /** @param chosen Variant by key. */
  constructor(readonly chosen: ReadonlyMap<string, string> = new Map()) {}

  /** The measured variant, else the first of `names`. */
  choose<Name extends string>(key: string, names: readonly Name[]): Name {
    const measured = this.chosen.get(key);
    return names.find((name) => name === measured) ?? names[0];
  }
}

/** Key of the tiling that an op's kernels take. */
export function tilingKey(op: string): string {
  return `tiling ${op}`;
}
