import { assertAlmostEquals, assertEquals } from "@std/assert";
import { learningRateAt } from "../../training/learning_rate.ts";

const SCHEDULE = { warmup: 4, total: 14, final: 0.1 };

Deno.test("learningRateAt() rises in equal steps to 1", () => {
  assertEquals([0, 1, 2, 3].map((step) => learningRateAt(SCHEDULE, step)), [0.25, 0.5, 0.75, 1]);
});

Deno.test("learningRateAt() falls as half a cosine to its end", () => {
  assertEquals(learningRateAt(SCHEDULE, 4), 1);
  assertAlmostEquals(learningRateAt(SCHEDULE, 9), 0.1 + 0.9 / 2, 1e-12);
  assertAlmostEquals(learningRateAt(SCHEDULE, 6), 0.1 + 0.45 * (1 + Math.cos(Math.PI / 5)), 1e-12);
  assertAlmostEquals(learningRateAt(SCHEDULE, 14), 0.1, 1e-12);
});

Deno.test("learningRateAt() stays at its end", () => {
  assertAlmostEquals(learningRateAt(SCHEDULE, 1000), 0.1, 1e-12);
});

Deno.test("learningRateAt() needs no warm-up and can stay as it is", () => {
  assertEquals(learningRateAt({ warmup: 0, total: 10, final: 0 }, 0), 1);
  const constant = { warmup: 0, total: 3, final: 1 };
  assertEquals([0, 1, 2, 9].map((step) => learningRateAt(constant, step)), [1, 1, 1, 1]);
});

Deno.test("learningRateAt() never leaves [0, 1], nor falls while it warms up or rises after", () => {
  for (
    const schedule of [SCHEDULE, { warmup: 1, total: 1, final: 0 }, {
      warmup: 9,
      total: 5,
      final: 0,
    }]
  ) {
    const values = Array.from({ length: 20 }, (_, step) => learningRateAt(schedule, step));
    values.forEach((value, step) => {
      assertEquals(value >= 0 && value <= 1, true);
      const before = values[step - 1] ?? value;
      assertEquals(step < schedule.warmup ? value >= before : value <= before, true);
    });
  }
});
