import { assert, assertEquals, assertLess } from "@std/assert";
import fc from "fast-check";
import { planMemory, type Planned } from "../../../executors/storage/plan_memory.ts";

function planned(words: number, first: number, last: number): Planned {
  return { words, first, last, chunk: -1 };
}

const lives = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 50 }), fc.nat(20), fc.nat(6))
    .map(([words, first, length]) => planned(words, first, first + length)),
  { maxLength: 40 },
);

Deno.test("planMemory() never gives one chunk to two buffers that are alive together", () => {
  fc.assert(
    fc.property(lives, (buffers) => {
      const chunks = planMemory(buffers);
      for (const a of buffers) {
        assert(chunks[a.chunk] >= a.words);
        for (const b of buffers) {
          const together = a.first <= b.last && b.first <= a.last;
          if (a !== b && together) assert(a.chunk !== b.chunk);
        }
      }
    }),
    { numRuns: 200, seed: 1 },
  );
});

Deno.test("planMemory() needs no more than all buffers together, and no fewer than alive at once", () => {
  fc.assert(
    fc.property(lives, (buffers) => {
      const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
      const total = sum(planMemory(buffers));
      const most = Math.max(
        0,
        ...Array.from(
          { length: 30 },
          (_, at) =>
            sum(buffers.filter((it) => it.first <= at && at <= it.last).map(({ words }) => words)),
        ),
      );
      assert(total >= most && total <= sum(buffers.map(({ words }) => words)));
    }),
    { numRuns: 200, seed: 2 },
  );
});

Deno.test("planMemory() lets a chain of buffers take turns in two chunks", () => {
  const chain = Array.from({ length: 20 }, (_, i) => planned(100, i, i + 1));
  assertEquals(planMemory(chain), [100, 100]);
});

Deno.test("planMemory() prefers the tightest chunk that is free and grows the largest otherwise", () => {
  const [small, large] = [planned(10, 0, 0), planned(100, 0, 0)];
  const [fits, grows] = [planned(9, 1, 1), planned(120, 1, 1)];
  assertEquals(planMemory([small, large, fits, grows]), [10, 120]);
  assertEquals([fits.chunk, grows.chunk], [small.chunk, large.chunk]);
});

Deno.test("planMemory() gives nothing to a buffer that nothing uses", () => {
  const unused = planned(1000, Infinity, -1);
  assertEquals(planMemory([unused, planned(5, 0, 3)]), [5]);
  assertLess(unused.chunk, 0);
});
