import { assertEquals } from "@std/assert";
import { axisCuts } from "../../../../executors/wasm/products/axis_cut.ts";

Deno.test("axisCuts() leaves out the taps of a convolution that only ever read padding", () => {
  const axis = { input: 2, output: 2, kernel: 7, stride: 1, pad: 3, transposed: false };
  const [alone] = axisCuts(axis);
  assertEquals(alone, {
    side: 1,
    step: 1,
    cells: 2,
    parts: [{
      places: [0],
      taps: [
        { at: -1, live: { from: 1, to: 2 } },
        { at: 0, live: { from: 0, to: 2 } },
        { at: 1, live: { from: 0, to: 1 } },
      ],
    }],
  });
});

Deno.test("axisCuts() knows for which cells a tap of a strided convolution is not padding", () => {
  const axis = { input: 9, output: 4, kernel: 4, stride: 3, pad: 2, transposed: false };
  const [{ parts: [{ taps }] }] = axisCuts(axis);
  assertEquals(taps, [
    { at: -2, live: { from: 1, to: 4 } },
    { at: -1, live: { from: 1, to: 4 } },
    { at: 0, live: { from: 0, to: 3 } },
    { at: 1, live: { from: 0, to: 3 } },
  ]);
});

Deno.test("axisCuts() gives each phase of a transposed convolution its own taps", () => {
  const axis = { input: 7, output: 14, kernel: 4, stride: 2, pad: 1, transposed: true };
  const [alone, together] = axisCuts(axis);
  const before = { at: -1, live: { from: 1, to: 7 } };
  const here = { at: 0, live: { from: 0, to: 7 } };
  const after = { at: 1, live: { from: 0, to: 6 } };
  assertEquals(alone, {
    side: 2,
    step: 1,
    cells: 7,
    parts: [{ places: [0], taps: [before, here] }, { places: [1], taps: [here, after] }],
  });
  assertEquals(together, {
    side: 2,
    step: 1,
    cells: 7,
    parts: [{ places: [0, 1], taps: [before, here, after] }],
  });
});

Deno.test("axisCuts() has places without any taps where the stride is longer than the kernel", () => {
  const axis = { input: 3, output: 9, kernel: 2, stride: 3, pad: 0, transposed: true };
  const [{ parts }] = axisCuts(axis);
  assertEquals(parts.map(({ taps }) => taps.length), [1, 1, 0]);
});
