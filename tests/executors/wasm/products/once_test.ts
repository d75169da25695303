import { assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { ModuleBuilder } from "../../../../executors/wasm/assembler/mod.ts";
import { once } from "../../../../executors/wasm/products/once.ts";
import { sumsFunction, tileFunction } from "../../../../executors/wasm/products/tile.ts";

const SHAPE = { offsets: [0, 4, 32], panel: 1024, tile: 512 };

Deno.test("once() gives a module one function for each shape", () => {
  const module = new ModuleBuilder({ pages: 1, shared: false });
  const tile = once(module, tileFunction, SHAPE);
  assertStrictEquals(once(module, tileFunction, { ...SHAPE, offsets: [...SHAPE.offsets] }), tile);
  for (const other of [{ offsets: [0, 4, 36] }, { panel: 2048 }, { tile: 768 }]) {
    assertNotStrictEquals(once(module, tileFunction, { ...SHAPE, ...other }), tile);
  }
});

Deno.test("once() keeps apart what different functions write, and modules", () => {
  const [a, b] = [1, 1].map((pages) => new ModuleBuilder({ pages, shared: false }));
  const tile = once(a, tileFunction, SHAPE);
  assertNotStrictEquals(once(a, sumsFunction, SHAPE), tile);
  assertNotStrictEquals(once(b, tileFunction, SHAPE), tile);
});
