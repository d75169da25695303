import { assertEquals } from "@std/assert";
import { i32, ModuleBuilder } from "../../../../executors/wasm/assembler/mod.ts";
import {
  paddedBytes,
  type PaddedPlanes,
  padImages,
} from "../../../../executors/wasm/products/pad_images.ts";

const SOURCE = 4096, TARGET = 64 * 1024, CANARY = 7;

/** The copies, in memory that held other values before. */
function copied(shape: PaddedPlanes, firstRow: number, planes: number): Float32Array {
  const module = new ModuleBuilder({ pages: 3, shared: false });
  const pad = padImages(module, shape, TARGET);
  const run = module.function({}, "run");
  run.add(pad.call(...[SOURCE, firstRow, planes].map((it) => i32.const(it))));
  const memory = new WebAssembly.Memory({ initial: 3 });
  const floats = new Float32Array(memory.buffer).fill(CANARY);
  const size = planes * shape.height * shape.width;
  for (let i = 0; i < size; i++) floats[SOURCE / 4 + i] = i + 1;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), {
    env: { memory },
  });
  (exports.run as () => void)();
  const end = TARGET + paddedBytes(shape);
  assertEquals(floats[TARGET / 4 - 1], CANARY);
  assertEquals(floats[end / 4], CANARY);
  return floats.slice(TARGET / 4, end / 4);
}

/** The same from the definition. */
function expected(shape: PaddedPlanes, firstRow: number, planes: number): Float32Array {
  const { height, width, rows, pitch, left } = shape;
  const copy = new Float32Array(paddedBytes(shape) / 4);
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < rows; row++) {
      const y = firstRow + row;
      if (y < 0 || y >= height) continue;
      for (let x = 0; x < width; x++) {
        copy[(plane * rows + row) * pitch + left + x] = (plane * height + y) * width + x + 1;
      }
    }
  }
  return copy;
}

for (
  const [label, shape, firstRow, planes] of [
    ["all around", { height: 7, width: 7, rows: 9, pitch: 8, left: 1, planes: 6 }, -1, 6],
    [
      "fewer planes than there is room for",
      {
        height: 5,
        width: 4,
        rows: 5,
        pitch: 7,
        left: 2,
        planes: 4,
      },
      0,
      3,
    ],
    ["narrow images", { height: 2, width: 3, rows: 4, pitch: 4, left: 1, planes: 2 }, -1, 2],
    [
      "rows in the middle of wide images",
      {
        height: 9,
        width: 83,
        rows: 4,
        pitch: 83,
        left: 0,
        planes: 2,
      },
      3,
      2,
    ],
    ["rows past the end", { height: 9, width: 70, rows: 4, pitch: 72, left: 2, planes: 2 }, 7, 2],
    ["no rows at all", { height: 3, width: 5, rows: 2, pitch: 6, left: 1, planes: 2 }, 3, 2],
  ] as const
) {
  Deno.test(`padImages() copies ${label}`, () => {
    assertEquals(copied(shape, firstRow, planes), expected(shape, firstRow, planes));
  });
}
