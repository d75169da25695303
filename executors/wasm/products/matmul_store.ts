import { f32x4, type FunctionBuilder, i32, type ModuleBuilder, v128 } from "../assembler/mod.ts";
import { TILE_COLUMNS } from "./tile.ts";

/** How the sums of a tile go to a matrix `y[m][n]`. */
export interface StoreShape {
  /** Address of the sums, `[4][16]`. */
  readonly tile: number;
  /** Rows and columns of the tile that y has: up to 4 and 16. */
  readonly rows: number;
  readonly columns: number;
  /** Bytes from a row of y to the next. */
  readonly rowBytes: number;
  /** Adds to what y holds, else replaces it. */
  readonly adds: boolean;
}

/** A function (address of y) that stores the part of a tile that y has. */
export function storeFunction(module: ModuleBuilder, shape: StoreShape): FunctionBuilder {
  const { tile, rows, columns, rowBytes, adds } = shape;
  const made = module.function({ parameters: ["i32"] });
  const [y] = made.parameters;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column += 4) {
      const at = row * rowBytes + column * 4;
      const sums = v128.load(i32.const(0), tile + (row * TILE_COLUMNS + column) * 4);
      if (column + 4 <= columns) {
        made.add(v128.store(y.get, adds ? f32x4.add(v128.load(y.get, at), sums) : sums, at));
        continue;
      }
      for (let lane = 0; lane < columns - column; lane++) {
        const before = v128.load32_splat(y.get, at + lane * 4);
        const value = adds ? f32x4.add(before, sums) : sums;
        made.add(v128.store32_lane(y.get, value, lane, at + lane * 4));
      }
    }
  }
  return made;
}
