import { assertEquals, assertThrows } from "@std/assert";
import { figuresText, LimitError, requireLimits } from "../../../scripts/cloudflare/limits.ts";
import { activeMilliseconds } from "../../../scripts/cloudflare/startup.ts";

const FIGURES = { code: 80_000, assets: { "a.css": 10, "models/b/c": 2_600_000 }, startup: 30 };

Deno.test("requireLimits() takes what is under every limit, and names what is not", () => {
  requireLimits(FIGURES);
  for (
    const [change, told] of [
      [{ code: 1_000_000 }, "the code to be under 1000000 bytes, got 1000000"],
      [{ assets: { big: 25 * 2 ** 20 } }, "asset big to be under 26214400 bytes, got 26214400"],
      [{ startup: 200.4 }, "the start to be under 200 ms, got 200"],
      [{ startup: NaN }, "the start to be under 200 ms, got NaN"],
    ] as const
  ) assertThrows(() => requireLimits({ ...FIGURES, ...change }), LimitError, told);
});

Deno.test("figuresText() tells the largest asset", () => {
  assertEquals(figuresText(FIGURES), [
    "code     80 kB compressed (at most 1000 kB)",
    "assets   2, the largest models/b/c 2600 kB (at most 26214 kB)",
    "startup  30 ms of processor time here (at most 200 ms)",
  ]);
});

Deno.test("activeMilliseconds() leaves idle time out and counts the collector", () => {
  const names = ["(root)", "(idle)", "main", "(garbage collector)"];
  const nodes = names.map((functionName, id) => ({ id, callFrame: { functionName } }));
  const profile = { nodes, samples: [2, 1, 3, 1], timeDeltas: [1500, 9000, 500, 100] };
  assertEquals(activeMilliseconds(profile), 2);
});
