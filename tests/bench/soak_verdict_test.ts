import { assert, assertEquals } from "@std/assert";
import type { SoakWindow } from "../../bench/serving/soak.ts";
import { soakVerdict } from "../../bench/serving/soak_verdict.ts";

const WINDOWS = 60;

/** An hour of windows, flat but for what `change` says of a window. */
function windows(change: (i: number) => Partial<SoakWindow>): SoakWindow[] {
  return Array.from({ length: WINDOWS }, (_, i) => ({
    end: 60 * (i + 1),
    sent: 100,
    lost: 0,
    statuses: new Map([[200, 100]]),
    p50: 2,
    p99: 20,
    residentBytes: 200e6,
    descriptors: 40,
    serverMs: 100,
    senderMs: 10,
    ...change(i),
  }));
}

Deno.test("soakVerdict() has no complaint where only the first ten minutes differ", () => {
  const verdict = soakVerdict(windows((i) => i < 10 ? { residentBytes: i * 1e7, p99: 500 } : {}));
  assertEquals(verdict, { growth: 0, range: 0, descriptors: 0, p99Ratio: 1, complaints: [] });
});

Deno.test("soakVerdict() has no complaint of a heap that is collected now and then", () => {
  const { complaints, range } = soakVerdict(windows((i) => ({ residentBytes: 2e8 + i % 5 * 5e6 })));
  assertEquals([complaints, range], [[], 2e7]);
});

Deno.test("soakVerdict() complains of memory that grows by 12 MB", () => {
  const growing = (i: number) => ({ residentBytes: 2e8 + (i % 2) * 1e6 + i * 12e6 / 49 });
  const { complaints, growth } = soakVerdict(windows(growing));
  assert(Math.abs(growth - 12e6) < 1e5, `${growth}`); // What alternates leans on the line a little.
  assertEquals(complaints, [`memory grows by ${(growth / 1e6).toFixed(1)} MB`]);
});

Deno.test("soakVerdict() complains of a descriptor, slower replies, a lost request and a 500", () => {
  const { complaints } = soakVerdict(windows((i) => ({
    descriptors: i === 59 ? 41 : 40,
    p99: 20 + i,
    lost: i === 5 ? 1 : 0,
    statuses: new Map([[500, i === 6 ? 2 : 0]]),
  })));
  assertEquals(complaints, [
    "descriptors differ by 1",
    "p99 grows 2.07 times",
    "1 requests got no reply",
    "2 requests got a 500",
  ]);
});
