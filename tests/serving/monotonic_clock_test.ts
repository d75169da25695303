import { assertEquals } from "@std/assert";
import { monotonicClock } from "../../serving/monotonic_clock.ts";

const DAY = 86_400_000;

Deno.test("monotonicClock() tells the time that passed since it was made", () => {
  let time = 5000;
  const now = monotonicClock(() => time);
  assertEquals(now(), 0);
  time += 20;
  assertEquals([now(), now()], [20, 20]);
});

Deno.test("monotonicClock() goes on where the clock was set back by a day", () => {
  let time = DAY;
  const now = monotonicClock(() => time);
  time += 30;
  assertEquals(now(), 30);
  time -= DAY;
  assertEquals(now(), 30);
  time += 40;
  assertEquals(now(), 70);
});
