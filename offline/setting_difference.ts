/** The first of `wanted`'s settings that `found` has otherwise, by its path. */
export function settingDifference(wanted: unknown, found: unknown, path = ""): string | undefined {
  if (isRecord(wanted) && isRecord(found)) {
    const keys = path === "" ? Object.keys(wanted) : Object.keys({ ...wanted, ...found });
    for (const key of keys) {
      const inner = settingDifference(
        wanted[key],
        found[key],
        path === "" ? key : `${path}.${key}`,
      );
      if (inner) return inner;
    }
    return undefined;
  }
  if (wanted === found) return undefined;
  return `expected ${path} ${JSON.stringify(wanted)} as in this run, got ${JSON.stringify(found)}`;
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}
