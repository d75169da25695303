import { AssertionError, suffix } from "./assertion_error.ts";
import { format } from "./diff.ts";

/**
 * Asserts that two numbers differ by at most a tolerance; without one, by a ten-millionth of the
 * expected number, as in the real library.
 */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
) {
  if (Object.is(actual, expected)) return;
  const allowed = tolerance ?? (Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  const delta = Math.abs(expected - actual);
  if (delta <= allowed) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to be close to "${expected}": delta "${delta.toExponential()}" is greater than "${allowed.toExponential()}"${
      suffix(msg)
    }`,
  );
}

/** Asserts `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string) {
  if (!(actual > expected)) refuse(actual, ">", expected, msg);
}

/** Asserts `actual >= expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string) {
  if (!(actual >= expected)) refuse(actual, ">=", expected, msg);
}

/** Asserts `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string) {
  if (!(actual < expected)) refuse(actual, "<", expected, msg);
}

/** Asserts `actual <= expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string) {
  if (!(actual <= expected)) refuse(actual, "<=", expected, msg);
}

function refuse(actual: unknown, sign: string, expected: unknown, msg?: string): never {
  throw new AssertionError(`Expect ${format(actual)} ${sign} ${format(expected)}${suffix(msg)}`);
}
