/**
 * The assertions that Tessera's tests use, under the names and signatures of JSR's `@std/assert`,
 * so that the tests also run where JSR is out of reach. Remove `links` from `deno.json` to use the
 * real library instead.
 *
 * @module
 */
export { AssertionError, fail } from "./assertion_error.ts";
export { equal } from "./equal.ts";
export {
  assert,
  assertExists,
  assertInstanceOf,
  assertMatch,
  assertStringIncludes,
} from "./values.ts";
export {
  assertArrayIncludes,
  assertEquals,
  assertNotEquals,
  assertNotStrictEquals,
  assertStrictEquals,
} from "./equality.ts";
export {
  assertAlmostEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertLess,
  assertLessOrEqual,
} from "./order.ts";
export { assertRejects, assertThrows } from "./errors.ts";
