import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { BatchOrder } from "../../../training/data/batch_order.ts";

const SIZES = fc.record({
  count: fc.integer({ min: 1, max: 40 }),
  batchSize: fc.integer({ min: 1, max: 50 }),
  seed: fc.nat(),
});

Deno.test("BatchOrder.batch() shows every image once an epoch", () => {
  fc.assert(
    fc.property(SIZES, (sizes) => {
      const order = new BatchOrder(sizes);
      const steps = Math.ceil(3 * sizes.count / sizes.batchSize);
      const seen = Array.from({ length: steps }, (_, step) => [...order.batch(step)]).flat();
      for (let epoch = 0; epoch < 3; epoch++) {
        const images = seen.slice(epoch * sizes.count, (epoch + 1) * sizes.count);
        assertEquals(images.sort((a, b) => a - b), images.map((_, at) => at));
      }
    }),
    { numRuns: 50, seed: 1 },
  );
});

Deno.test("BatchOrder.batch() depends on the step, not on the batches asked before", () => {
  fc.assert(
    fc.property(SIZES, fc.nat({ max: 30 }), (sizes, step) => {
      const order = new BatchOrder(sizes);
      for (let earlier = 0; earlier < step; earlier++) order.batch(earlier);
      assertEquals(order.batch(step), new BatchOrder(sizes).batch(step));
    }),
    { numRuns: 50, seed: 2 },
  );
});

Deno.test("BatchOrder.batch() differs between epochs and seeds", () => {
  const sizes = { count: 30, batchSize: 30, seed: 1 };
  const order = new BatchOrder(sizes);
  assertNotEquals(order.batch(0), order.batch(1));
  assertNotEquals(order.batch(0), new BatchOrder({ ...sizes, seed: 2 }).batch(0));
});

Deno.test("BatchOrder.epoch() is the epoch in which the batch starts", () => {
  const order = new BatchOrder({ count: 10, batchSize: 4, seed: 1 });
  assertEquals([0, 1, 2, 3, 5].map((step) => order.epoch(step)), [0, 0, 0, 1, 2]);
});

Deno.test("BatchOrder refuses an empty split and an empty batch", () => {
  assertThrows(() => new BatchOrder({ count: 0, batchSize: 1, seed: 0 }), RangeError, "count");
  assertThrows(() => new BatchOrder({ count: 1, batchSize: 0, seed: 0 }), RangeError, "batchSize");
});
