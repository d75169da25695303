import { assertEquals } from "@std/assert";
import { Random } from "../../../../core/random/random.ts";
import { ModuleBuilder } from "../../../../executors/wasm/assembler/mod.ts";
import {
  TILE_BYTES,
  TILE_COLUMNS,
  TILE_ROWS,
  tileFunction,
} from "../../../../executors/wasm/products/tile.ts";

const ROWS = [0, 4, 404, 1000], C = 8192, PANEL = 16384, TILE = 32768;

for (const registers of [16, 32] as const) {
  Deno.test(`tileFunction() for ${registers} registers adds the product, each product and each sum rounded to f32 in the order of k`, () => {
    const offsets = [0, 8, 4, 96, 200, 12, 16];
    const random = new Random(3);
    const module = new ModuleBuilder({ pages: 1, shared: false }, registers);
    const tile = tileFunction(module, { offsets, panel: PANEL, tile: TILE });
    const run = module.function({ parameters: ["i32", "i32", "i32", "i32", "i32"] }, "run");
    run.add(tile.call(...run.parameters.map(({ get }) => get)));
    const memory = new WebAssembly.Memory({ initial: 1 });
    const floats = new Float32Array(memory.buffer);
    for (let i = 0; i < floats.length; i++) floats[i] = random.normal();
    const before = floats.slice();
    const compiled = new WebAssembly.Module(module.encode());
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    (exports.run as (...addresses: number[]) => void)(...ROWS, C);
    const expected = before.slice(C / 4, (C + TILE_BYTES) / 4).map((c, at) => {
      const i = Math.floor(at / TILE_COLUMNS), j = at % TILE_COLUMNS;
      const sum = offsets.reduce((sum, offset, k) => {
        const product = Math.fround(
          before[(ROWS[i] + offset) / 4] * before[PANEL / 4 + k * TILE_COLUMNS + j],
        );
        return Math.fround(sum + product);
      }, 0);
      return Math.fround(c + sum);
    });
    assertEquals(floats.slice(C / 4, (C + TILE_BYTES) / 4), expected);
    for (const [from, to] of [[0, C], [C + TILE_BYTES, TILE], [TILE + TILE_BYTES, 65536]]) {
      assertEquals(floats.slice(from / 4, to / 4), before.slice(from / 4, to / 4));
    }
    assertEquals(ROWS.length, TILE_ROWS);
  });
}
