type Indexed = Record<PropertyKey, unknown>;

/** Whether two values are deeply equal: same prototypes, same own keys, `NaN` equal to itself. */
export function equal(a: unknown, b: unknown): boolean {
  return firstDifference(a, b) === null;
}

/** Where two values first differ. */
export interface Difference {
  /** Path such as `.pixels[12]`; empty if the values themselves differ. */
  path: string;
  actual: unknown;
  expected: unknown;
}

/** The first difference of two values in key order, or null if they are deeply equal. */
export function firstDifference(a: unknown, b: unknown): Difference | null {
  return compare(a, b, "", new Map());
}

function compare(
  a: unknown,
  b: unknown,
  path: string,
  seen: Map<unknown, unknown>,
): Difference | null {
  if (Object.is(a, b) || (a === 0 && b === 0)) return null;
  const here: Difference = { path, actual: a, expected: b };
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return here;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return here;
  if (seen.get(a) === b) return null; // a cycle that both values share
  seen.set(a, b);
  if (a instanceof Date) return a.getTime() === (b as Date).getTime() ? null : here;
  if (a instanceof RegExp || a instanceof URL) return String(a) === String(b) ? null : here;
  if (a instanceof ArrayBuffer) {
    return compare(new Uint8Array(a), new Uint8Array(b as ArrayBuffer), path, seen);
  }
  if (ArrayBuffer.isView(a) && !(a instanceof DataView)) return compareLists(a, b, path);
  if (a instanceof Set) return sameSet(a, b as Set<unknown>) ? null : here;
  if (a instanceof Map) return compareMaps(a, b as Map<unknown, unknown>, path, seen);
  if (a instanceof Error && a.message !== (b as Error).message) return here;
  return compareKeys(a as Indexed, b as Indexed, path, seen);
}

function compareLists(a: unknown, b: unknown, path: string): Difference | null {
  const actual = a as ArrayLike<unknown>, expected = b as ArrayLike<unknown>;
  if (actual.length !== expected.length) {
    return { path: `${path}.length`, actual: actual.length, expected: expected.length };
  }
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] === expected[i] || Object.is(actual[i], expected[i])) continue;
    return { path: `${path}[${i}]`, actual: actual[i], expected: expected[i] };
  }
  return null;
}

function compareKeys(
  a: Indexed,
  b: Indexed,
  path: string,
  seen: Map<unknown, unknown>,
): Difference | null {
  const lists = Array.isArray(a) && Array.isArray(b);
  if (lists && a.length !== b.length) {
    return { path: `${path}.length`, actual: a.length, expected: b.length };
  }
  for (const key of new Set([...Reflect.ownKeys(a), ...Reflect.ownKeys(b)])) {
    // As in the real library, a missing key and an undefined value differ.
    const name = Array.isArray(a) ? `${path}[${String(key)}]` : `${path}.${String(key)}`;
    if (Object.hasOwn(a, key) !== Object.hasOwn(b, key)) {
      return { path: name, actual: a[key], expected: b[key] };
    }
    if (lists && key === "length") continue;
    const difference = compare(a[key], b[key], name, seen);
    if (difference) return difference;
  }
  return null;
}

function compareMaps(
  a: Map<unknown, unknown>,
  b: Map<unknown, unknown>,
  path: string,
  seen: Map<unknown, unknown>,
): Difference | null {
  if (a.size !== b.size) return { path: `${path}.size`, actual: a.size, expected: b.size };
  for (const [key, value] of a) {
    const twin = b.has(key) ? key : [...b.keys()].find((other) => equal(key, other));
    const name = `${path}.get(${String(key)})`;
    if (!b.has(twin)) return { path: name, actual: value, expected: undefined };
    const difference = compare(value, b.get(twin), name, seen);
    if (difference) return difference;
  }
  return null;
}

function sameSet(a: Set<unknown>, b: Set<unknown>): boolean {
  return a.size === b.size &&
    [...a].every((item) => b.has(item) || [...b].some((other) => equal(item, other)));
}
