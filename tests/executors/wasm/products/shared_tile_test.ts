import { assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { ModuleBuilder } from "../../../../executors/wasm/assembler/mod.ts";
import { sharedTile } from "../../../../executors/wasm/products/shared_tile.ts";

const SHAPE = { offsets: [0, 4, 32], panel: 1024, tile: 512 };

Deno.test("sharedTile() gives a module one function for each shape", () => {
  const module = new ModuleBuilder({ pages: 1, shared: false });
  const tile = sharedTile(module, SHAPE);
  assertStrictEquals(sharedTile(module, { ...SHAPE, offsets: [...SHAPE.offsets] }), tile);
  for (const other of [{ offsets: [0, 4, 36] }, { panel: 2048 }, { tile: 768 }]) {
    assertNotStrictEquals(sharedTile(module, { ...SHAPE, ...other }), tile);
  }
});

Deno.test("sharedTile() keeps the functions of modules apart", () => {
  const [a, b] = [1, 1].map((pages) =>
    sharedTile(new ModuleBuilder({ pages, shared: false }), SHAPE)
  );
  assertNotStrictEquals(a, b);
});
