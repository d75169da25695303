import type { FunctionBuilder, ModuleBuilder } from "../assembler/mod.ts";
import { tileFunction, type TileShape } from "./tile.ts";

const tiles = new WeakMap<ModuleBuilder, Map<string, FunctionBuilder>>();

/** A module's tile function of a shape. It is written once, however many products use it: it is long to compile. */
export function sharedTile(module: ModuleBuilder, shape: TileShape): FunctionBuilder {
  let known = tiles.get(module);
  if (!known) tiles.set(module, known = new Map());
  const { offsets, panel, tile } = shape;
  const key = [panel, tile, ...offsets].join();
  let made = known.get(key);
  if (!made) known.set(key, made = tileFunction(module, shape));
  return made;
}
