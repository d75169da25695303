import type { FunctionBuilder, ModuleBuilder } from "../assembler/mod.ts";
import { once } from "./once.ts";
import { tileFunction, type TileShape } from "./tile.ts";

/** A module's tile function of a shape. It is written once, however many products use it: it is long to compile. */
export function sharedTile(module: ModuleBuilder, shape: TileShape): FunctionBuilder {
  return once(module, tileFunction, shape);
}
