import { assertEquals } from "@std/assert";
import { evaluationBatches } from "../../training/evaluation_batches.ts";

function batches(count: number, batchSize: number): [number[], number][] {
  return [...evaluationBatches(count, batchSize)].map(({ indices, used }) => [[...indices], used]);
}

Deno.test("evaluationBatches() fills the last batch up with items that do not count", () => {
  assertEquals(batches(5, 3), [[[0, 1, 2], 3], [[3, 4, 3], 2]]);
  assertEquals(batches(1, 3), [[[0, 0, 0], 1]]);
});

Deno.test("evaluationBatches() counts every item once", () => {
  for (const [count, batchSize] of [[0, 4], [4, 4], [9, 4], [64, 1]]) {
    const counted = batches(count, batchSize).flatMap(([indices, used]) => indices.slice(0, used));
    assertEquals(counted, Array.from({ length: count }, (_, i) => i));
  }
});
