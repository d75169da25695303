import { AssertionError, suffix } from "./assertion_error.ts";
import { difference, format } from "./diff.ts";
import { equal } from "./equal.ts";

/** Asserts that two values are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string) {
  if (equal(actual, expected)) return;
  throw new AssertionError(`Values are not equal${suffix(msg)}${difference(actual, expected)}`);
}

/** Asserts that two values are not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string) {
  if (!equal(actual, expected)) return;
  throw new AssertionError(
    `Expected actual: ${format(actual)} not to be: ${format(expected)}${suffix(msg)}`,
  );
}

/** Asserts that two values are the same by `Object.is`. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  const why = equal(actual, expected)
    ? `Values have the same structure but are not reference-equal${suffix(msg)}\n\n    ${
      format(actual)
    }\n`
    : `Values are not strictly equal${suffix(msg)}${difference(actual, expected)}`;
  throw new AssertionError(why);
}

/** Asserts that two values are not the same by `Object.is`. */
export function assertNotStrictEquals<T>(actual: T, expected: T, msg?: string) {
  if (!Object.is(actual, expected)) return;
  throw new AssertionError(
    `Expected "actual" to not be strictly equal to: ${format(actual)}${suffix(msg)}`,
  );
}

/** Asserts that a list holds every item of another, compared deeply. */
export function assertArrayIncludes<T>(actual: ArrayLike<T>, expected: ArrayLike<T>, msg?: string) {
  const held = Array.from(actual);
  const missing = Array.from(expected).filter((item) => !held.some((other) => equal(other, item)));
  if (missing.length === 0) return;
  throw new AssertionError(
    `Expected actual: ${format(actual)} to include: ${format(expected)}${suffix(msg)}\nmissing: ${
      format(missing)
    }`,
  );
}
