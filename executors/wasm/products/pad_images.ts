import {
  block,
  branch,
  choose,
  type Code,
  forEach,
  type FunctionBuilder,
  i32,
  loop,
  type ModuleBuilder,
} from "../assembler/mod.ts";
import { copyWords, zeroWords } from "./copy_words.ts";

/** Planes of images, and how they are copied with zeros around. */
export interface PaddedPlanes {
  /** Sides of a plane of the source. */
  readonly height: number;
  readonly width: number;
  /** Rows of a copied plane. */
  readonly rows: number;
  /** Words from a row to the next, at least `left + width`. Zeros on the left of a row may end the row before. */
  readonly pitch: number;
  /** Zeros before each row. */
  readonly left: number;
  /** Planes that there is room for. */
  readonly planes: number;
}

/** Memory of the copies, with zeros up to where a row past the last would begin its own. */
export function paddedBytes({ planes, rows, pitch, left }: PaddedPlanes): number {
  return Math.ceil((planes * rows * pitch + left) / 16) * 64;
}

/**
 * A function (source, firstRow, planes) that copies planes in a row, `[planes, height, width]`, to `[planes, rows, pitch]`:
 * row j of a copy holds row `firstRow` + j of the source, and zeros where there is none. `firstRow` may be negative.
 * @param target Address of {@link paddedBytes}, a multiple of 16.
 */
export function padImages(
  module: ModuleBuilder,
  shape: PaddedPlanes,
  target: number,
): FunctionBuilder {
  const { height, width, rows, pitch, left } = shape;
  const made = module.function({ parameters: ["i32", "i32", "i32"] });
  const [source, firstRow, planes] = made.parameters;
  const [first, count, plane, row, from, to] = made.locals("i32", 6);
  const size = i32.const(height);
  made.add(
    zeroWords(made, i32.const(target), paddedBytes(shape) / 4),
    // Rows of the copy from `first` on hold `count` rows of the source.
    first.set(maximum(i32.const(0), i32.sub(i32.const(0), firstRow.get))),
    count.set(i32.sub(
      minimum(i32.const(rows), i32.sub(size, firstRow.get)),
      first.get,
    )),
    block(
      branch(0, i32.lt_s(count.get, i32.const(1))),
      source.set(offsetBy(source.get, i32.add(firstRow.get, first.get), width)),
      first.set(offsetBy(i32.const(target + left * 4), first.get, pitch)),
      forEach(
        plane,
        { to: planes.get },
        from.set(source.get),
        to.set(first.get),
        row.set(count.get),
        loop(
          copyWords(made, { to: to.get, from: from.get, words: width }),
          from.increase(width * 4),
          to.increase(pitch * 4),
          branch(0, row.tee(i32.sub(row.get, i32.const(1)))),
        ),
        source.increase(height * width * 4),
        first.increase(rows * pitch * 4),
      ),
    ),
  );
  return made;
}

/** An address `count` times `words` words on. */
const offsetBy = (address: Code, count: Code, words: number): Code =>
  i32.add(address, i32.mul(count, i32.const(words * 4)));

const minimum = (a: Code, b: Code): Code => choose("i32", i32.lt_s(a, b), a, b);
const maximum = (a: Code, b: Code): Code => choose("i32", i32.gt_s(a, b), a, b);
