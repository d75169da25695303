import { assertEquals, assertThrows } from "@std/assert";
import { StoredNumbers } from "../../../bench/readme/stored_numbers.ts";
import type { StoredResult } from "../../../bench/store/bench_run.ts";
import { exampleRun } from "../store/example_run.ts";

function numbersOf(...runs: Partial<StoredResult>[][]): StoredNumbers {
  return new StoredNumbers(
    runs.map((results, i) => ({ path: `${i}.json`, run: exampleRun(`2026-11-1${i}`, results) })),
  );
}

Deno.test("StoredNumbers takes the newest result of a name", () => {
  const numbers = numbersOf([{ name: "a", value: 1 }, { name: "b", value: 2 }], [{
    name: "a",
    value: 3,
  }]);
  assertEquals([numbers.value("a"), numbers.value("b")], [3, 2]);
});

Deno.test("StoredNumbers.of() writes two digits, or all before the point", () => {
  const values = [0.7123, 2.46, 14.63, 286.4, 4, 0];
  const numbers = numbersOf(values.map((value, i) => ({ name: `${i}`, value })));
  assertEquals(values.map((_, i) => numbers.of(`${i}`)), [
    ...["0.71 ms", "2.5 ms", "15 ms", "286 ms", "4 ms", "0 ms"],
  ]);
});

Deno.test("StoredNumbers.of() writes a thousand ms as seconds", () => {
  assertEquals(numbersOf([{ name: "a", value: 1300 }]).of("a"), "1.3 s");
});

Deno.test("StoredNumbers.range() goes from the least to the greatest of all runs", () => {
  const numbers = numbersOf([{ name: "a", value: 98, best: 101, worst: 95 }, {
    name: "b",
    value: 5,
  }]);
  assertEquals([numbers.range("a"), numbers.range("b")], ["95–101", "5"]);
});

Deno.test("StoredNumbers.takeSources() gives the runs that were used since the last call", () => {
  const numbers = numbersOf([{ name: "a" }], [{ name: "b" }]);
  numbers.of("b");
  assertEquals(numbers.takeSources().map(({ path }) => path), ["1.json"]);
  assertEquals(numbers.takeSources(), []);
});

Deno.test("StoredNumbers.of() names what was never measured", () => {
  const numbers = numbersOf([{ name: "a" }]);
  assertThrows(() => numbers.of("b"), RangeError, 'expected a stored result "b", got none');
});
