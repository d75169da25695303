import { assertEquals } from "@std/assert";
import { HeldInterrupt, type WatchedShell } from "../../../scripts/start/held_interrupt.ts";

/** What is noticed at looks 200 ms apart, each with the sleeps so far. */
function noticedAt(
  looks: readonly (Partial<WatchedShell> & { suspendedMs?: number; clockMs?: number })[],
): boolean[] {
  let [steady, wall] = [0, 1e12];
  const interrupt = new HeldInterrupt({ steady, wall });
  return looks.map(({ sleeps = 0, asleep = true, stopped = false, ...gap }) => {
    const { suspendedMs = 0, clockMs = 0 } = gap;
    steady += 200 + suspendedMs;
    wall += 200 + suspendedMs + clockMs;
    return interrupt.noticed({ sleeps, asleep, stopped }, { steady, wall });
  });
}

const STARTED = [{ sleeps: 2 }, { sleeps: 2 }];

Deno.test("HeldInterrupt notices that a shell at rest woke", () => {
  assertEquals(noticedAt([...STARTED, { sleeps: 3 }]), [false, false, true]);
  assertEquals(noticedAt([...STARTED, { sleeps: 2, asleep: false }, { sleeps: 3 }]).at(-1), true);
});

Deno.test("HeldInterrupt takes no other cause for a SIGINT", () => {
  const awake = { sleeps: 5 };
  const settling = Array.from({ length: 6 }, () => awake);
  const causes = [
    [{ sleeps: 1, asleep: false }, { sleeps: 2 }, { sleeps: 2 }], // It still starts.
    [...STARTED, { sleeps: 3, stopped: true }, { sleeps: 4, stopped: true }, awake, awake],
    [...STARTED, { sleeps: 3, suspendedMs: 5000 }, { sleeps: 4 }, ...settling, awake],
    [...STARTED, { sleeps: 3, clockMs: 3_600_000 }, { sleeps: 4 }, ...settling, awake],
    [...STARTED, { sleeps: 3, clockMs: -3_600_000 }, { sleeps: 4 }, ...settling, awake],
  ];
  for (const looks of causes) assertEquals(noticedAt(looks), looks.map(() => false));
});
