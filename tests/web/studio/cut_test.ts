import { assertEquals } from "@std/assert";
import { cutSurroundings, isInside } from "../../../web/studio/cut.ts";

const GRID = { height: 3, width: 4 };

/** Two by two pixels a code, each pixel's red that of its code, opaque. */
function numbered() {
  const width = 8, height = 6;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rgba.set([(y >> 1) * 4 + (x >> 1), 0, 0, 255], (y * width + x) * 4);
    }
  }
  return { width, height, rgba };
}

function reds(position: number): number[] {
  const { width, height, rgba } = cutSurroundings(numbered(), position, GRID);
  assertEquals([width, height], [6, 6]);
  // One pixel of each code; -1 where nothing is.
  return [0, 1, 2].flatMap((row) =>
    [0, 1, 2].map((column) => {
      const at = ((2 * row + 1) * width + 2 * column + 1) * 4;
      return rgba[at + 3] === 0 ? -1 : rgba[at];
    })
  );
}

Deno.test("cutSurroundings() has the code in the middle of its eight neighbours", () => {
  assertEquals(reds(5), [0, 1, 2, 4, 5, 6, 8, 9, 10]);
});

Deno.test("cutSurroundings() is transparent beyond the picture", () => {
  assertEquals(reds(0), [-1, -1, -1, -1, 0, 1, -1, 4, 5]);
  assertEquals(reds(11), [6, 7, -1, 10, 11, -1, -1, -1, -1]);
});

Deno.test("isInside() tells the positions with neighbours on all sides", () => {
  assertEquals([...Array(12).keys()].filter((it) => isInside(it, GRID)), [5, 6]);
});
