import { assertEquals } from "@std/assert";
import { threefry2x32 } from "../../../../core/random/threefry.ts";
import { i32, ModuleBuilder, v128 } from "../../../../executors/wasm/assembler/mod.ts";
import {
  BLOCK,
  BLOCK_FORMS,
  blockFunction,
  type BlockOp,
} from "../../../../executors/wasm/pointwise/blocks.ts";
import { Statements } from "../../../../executors/wasm/pointwise/statements.ts";

const ADDRESS = 64;
const NUMBERS: Readonly<Record<BlockOp, readonly number[]>> = {
  exp: [],
  sigmoid: [],
  tanh: [],
  threefry: [0x9e3779b9, 12345, 3],
};

/** What a block becomes, and what the same op makes of it outside of a block. */
function compute(op: BlockOp, count: number, words: Uint32Array): [Uint32Array, Uint32Array] {
  const numbers = NUMBERS[op];
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new ModuleBuilder({ pages: 1, shared: false });
  const block = blockFunction(module, { op, numbers: numbers.length, address: ADDRESS });
  const outside = module.function({}, "outside");
  const to = new Statements(outside);
  for (let first = 0; first < BLOCK; first += 4) {
    const place = ADDRESS + first * 4;
    const inputs = [to.hold(v128.load(i32.const(0), place)), ...numbers.map((it) => to.word(it))];
    to.add(v128.store(i32.const(0), BLOCK_FORMS[op](inputs, to), place));
  }
  outside.add(to.code);
  const inside = module.function({}, "inside");
  inside.add(block.call(i32.const(count), ...numbers.map((it) => i32.const(it))));
  const compiled = new WebAssembly.Module(module.encode());
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const view = new Uint32Array(memory.buffer, ADDRESS, BLOCK);
  const [a, b] = ["inside", "outside"].map((name) => {
    view.set(words);
    (exports[name] as () => void)();
    return view.slice();
  });
  return [a, b];
}

const VALUES = Float32Array.from({ length: BLOCK }, (_, i) => (i - BLOCK / 2) ** 3 / 2e4);

for (const op of Object.keys(BLOCK_FORMS) as BlockOp[]) {
  Deno.test(`blockFunction() of ${op} gives the same bits as the op outside of a block`, () => {
    const words = op === "threefry"
      ? Uint32Array.from(VALUES.keys())
      : new Uint32Array(VALUES.buffer);
    const [inside, outside] = compute(op, BLOCK, words);
    assertEquals(inside, outside);
  });

  Deno.test(`blockFunction() of ${op} leaves what comes after its last step of elements`, () => {
    const words = new Uint32Array(VALUES.buffer);
    for (const [count, done] of [[1, 32], [32, 32], [33, 64], [BLOCK - 1, BLOCK]]) {
      const [inside, outside] = compute(op, count, words);
      assertEquals(inside.subarray(0, done), outside.subarray(0, done));
      assertEquals(inside.subarray(done), words.subarray(done));
    }
  });
}

Deno.test("blockFunction() of threefry gives the words of core/random", () => {
  const [words] = compute("threefry", BLOCK, Uint32Array.from(VALUES.keys()));
  const [key0, key1, salt] = NUMBERS.threefry;
  const expected = new Uint32Array(2);
  words.forEach((word, i) => {
    threefry2x32(key0, key1, i, salt, expected);
    assertEquals(word, expected[0]);
  });
});
