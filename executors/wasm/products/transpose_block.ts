import { type Code, type Local, v128 } from "../assembler/mod.ts";

/** The rows of a block `[4][4]`, and where its columns go. */
export interface TransposedBlock {
  load(row: number): Code;
  store(row: number, value: Code): Code;
}

/** Statements that transpose a block. @param vectors 8 to work with; the rows are loaded before a column is stored. */
export function transposeBlock(vectors: readonly Local[], { load, store }: TransposedBlock): Code {
  const [r0, r1, r2, r3, low, high, low2, high2] = vectors;
  return [
    ...[r0, r1, r2, r3].flatMap((it, row) => it.set(load(row))),
    ...low.set(v128.shuffle(r0.get, r1.get, [0, 4, 1, 5])),
    ...high.set(v128.shuffle(r0.get, r1.get, [2, 6, 3, 7])),
    ...low2.set(v128.shuffle(r2.get, r3.get, [0, 4, 1, 5])),
    ...high2.set(v128.shuffle(r2.get, r3.get, [2, 6, 3, 7])),
    ...store(0, v128.shuffle(low.get, low2.get, [0, 1, 4, 5])),
    ...store(1, v128.shuffle(low.get, low2.get, [2, 3, 6, 7])),
    ...store(2, v128.shuffle(high.get, high2.get, [0, 1, 4, 5])),
    ...store(3, v128.shuffle(high.get, high2.get, [2, 3, 6, 7])),
  ];
}
