import {
  type Code,
  forEach,
  type FunctionBuilder,
  i32,
  type Local,
  type ModuleBuilder,
  sequence,
  v128,
} from "../assembler/mod.ts";
import { positive, storeCell, type StoredPanel } from "./store_cell.ts";
import { TILE_BYTES, TILE_COLUMNS } from "./tile.ts";

const ROW_BYTES = TILE_COLUMNS * 4;

/**
 * A function (to, images, row, rows) that stores the sums of a panel.
 * `to` is the address of the first image's first channel in the result, `row` the first row of cells.
 */
export function storePanel(module: ModuleBuilder, stored: StoredPanel): FunctionBuilder {
  const { channels, rows: { output, side }, columns, sums } = stored;
  const made = module.function({ parameters: ["i32", "i32", "i32", "i32"] });
  const [to, images, row, rows] = made.parameters;
  const [image, from] = made.locals("i32", 2);
  const imageCode = side === 1 && columns.side === 1 ? storeDense : storeCells;
  const apart = stored.order === "images";
  const first = i32.const(sums);
  made.add(
    from.set(first),
    to.set(i32.add(to.get, i32.mul(row.get, i32.const(side * columns.output * 4)))),
    forEach(
      image,
      { to: images.get },
      apart ? from.set(i32.add(first, i32.mul(image.get, i32.const(ROW_BYTES)))) : [],
      imageCode(made, stored, { from, to, row, rows }),
      to.increase(channels * output * columns.output * 4),
    ),
  );
  return made;
}

/** From the sums of a cell to those of the next of its image. */
const cellBytes = ({ order }: StoredPanel): number => order === "images" ? TILE_BYTES : ROW_BYTES;

/** `from` moves on past the image's sums; the others stay. */
interface ImageCode {
  readonly from: Local;
  readonly to: Local;
  readonly row: Local;
  readonly rows: Local;
}

/** Cells of one place each: four in a row become a vector of each channel. */
function storeDense(made: FunctionBuilder, stored: StoredPanel, image: ImageCode): Code {
  const { rows, columns } = stored;
  const { from } = image;
  const step = cellBytes(stored);
  const [at, quads, rest, to] = made.locals("i32", 4);
  return sequence(
    to.set(image.to.get),
    rest.set(i32.mul(image.rows.get, i32.const(columns.output))),
    quads.set(i32.shr_u(rest.get, i32.const(2))),
    rest.set(i32.and(rest.get, i32.const(3))),
    forEach(
      at,
      { to: quads.get },
      storeQuad(made, stored, { from, to, plane: rows.output * columns.output * 4 }),
      from.increase(4 * step),
      to.increase(16),
    ),
    forEach(
      at,
      { to: rest.get },
      storeCell(stored, { from, to }),
      from.increase(step),
      to.increase(4),
    ),
  );
}

function storeQuad(
  made: FunctionBuilder,
  stored: StoredPanel,
  { from, to, plane }: { from: Local; to: Local; plane: number },
): Code {
  const cells = made.locals("v128", 4);
  const [low0, low1, high0, high1] = made.locals("v128", 4);
  const code: Code[] = [];
  for (let first = 0; first < stored.count; first += 4) {
    const [a, b, c, d] = cells;
    code.push(
      ...cells.map((it, i) => it.set(v128.load(from.get, i * cellBytes(stored) + first * 4))),
      low0.set(v128.shuffle(a.get, b.get, [0, 4, 1, 5])),
      low1.set(v128.shuffle(c.get, d.get, [0, 4, 1, 5])),
      high0.set(v128.shuffle(a.get, b.get, [2, 6, 3, 7])),
      high1.set(v128.shuffle(c.get, d.get, [2, 6, 3, 7])),
    );
    const channels = [low0, low0, high0, high0].map((it, i) => {
      const other = [low1, low1, high1, high1][i];
      return v128.shuffle(it.get, other.get, i % 2 === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7]);
    });
    channels.slice(0, stored.count - first).forEach((channel, i) =>
      code.push(v128.store(to.get, positive(stored, channel), (first + i) * plane))
    );
  }
  return sequence(...code);
}

/** Cells of any sides. */
function storeCells(made: FunctionBuilder, stored: StoredPanel, image: ImageCode): Code {
  const { columns } = stored;
  const { from, row, rows } = image;
  const [at, column, start, to] = made.locals("i32", 4);
  const inner = {
    row: i32.lt_u(i32.add(row.get, at.get), i32.const(stored.rows.cells - 1)),
    column: i32.lt_u(column.get, i32.const(columns.cells - 1)),
  };
  return sequence(
    start.set(image.to.get),
    forEach(
      at,
      { to: rows.get },
      to.set(start.get),
      forEach(
        column,
        { to: i32.const(columns.cells) },
        storeCell(stored, { from, to, inner }),
        from.increase(cellBytes(stored)),
        to.increase(columns.side * 4),
      ),
      start.increase(stored.rows.side * columns.output * 4),
    ),
  );
}
