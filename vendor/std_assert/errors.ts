import { AssertionError, suffix } from "./assertion_error.ts";
import { format } from "./diff.ts";

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;
interface Expected {
  class?: ErrorClass<Error>;
  includes?: string;
  msg?: string;
}

/** Asserts that a function throws, and returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Asserts that a function throws an error of a class whose message includes a text. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  classOrMsg?: ErrorClass<Error> | string,
  includes?: string,
  msg?: string,
): unknown {
  const expected = read(classOrMsg, includes, msg);
  try {
    fn();
  } catch (error) {
    return judge(error, expected);
  }
  throw new AssertionError(`Expected function to throw${suffix(expected.msg)}`);
}

/** Asserts that a function returns a promise that rejects, and returns the reason. */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/** Asserts that a promise rejects with an error of a class whose message includes a text. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  classOrMsg?: ErrorClass<Error> | string,
  includes?: string,
  msg?: string,
): Promise<unknown> {
  const expected = read(classOrMsg, includes, msg);
  let promise: PromiseLike<unknown>;
  try {
    promise = fn();
  } catch {
    throw new AssertionError(`Function throws when expected to reject${suffix(expected.msg)}`);
  }
  try {
    await promise;
  } catch (error) {
    return judge(error, expected);
  }
  throw new AssertionError(`Expected function to reject${suffix(expected.msg)}`);
}

function read(
  classOrMsg: ErrorClass<Error> | string | undefined,
  includes: string | undefined,
  msg: string | undefined,
): Expected {
  return typeof classOrMsg === "string"
    ? { msg: classOrMsg }
    : { class: classOrMsg, includes, msg };
}

function judge(error: unknown, expected: Expected): unknown {
  if (!expected.class) return error;
  if (!(error instanceof expected.class)) {
    throw new AssertionError(
      `Expected error to be instance of "${expected.class.name}", but was ${format(error)}${
        suffix(expected.msg)
      }`,
    );
  }
  if (expected.includes && !error.message.includes(expected.includes)) {
    throw new AssertionError(
      `Expected error message to include ${format(expected.includes)}, but got ${
        format(error.message)
      }${suffix(expected.msg)}`,
    );
  }
  return error;
}
