import { assertEquals } from "@std/assert";
import {
  type Code,
  f32,
  f32x4,
  i32,
  i32x4,
  ModuleBuilder,
  v128,
} from "../../../../executors/wasm/assembler/mod.ts";

const X = 64, Y = 80, OUT = 96;

/** What code leaves at OUT, given four words at X and at Y. */
function run(code: Code, x: ArrayLike<number>, y: ArrayLike<number> = x): ArrayBuffer {
  const module = new ModuleBuilder({ pages: 1, shared: false });
  module.function({}, "run").add(code);
  const memory = new WebAssembly.Memory({ initial: 1 });
  for (const [at, values] of [[X, x], [Y, y]] as const) {
    if (values instanceof Float32Array) new Float32Array(memory.buffer, at, 4).set(values);
    else new Uint32Array(memory.buffer, at, 4).set(Array.from(values));
  }
  const compiled = new WebAssembly.Module(module.encode());
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  (exports.run as () => void)();
  return new Uint8Array(memory.buffer).slice(OUT, OUT + 16).buffer;
}

const ZERO = i32.const(0);
const vectorAt = (at: number) => v128.load(ZERO, at);
const TYPES = { i32, f32, v128 };
const store = (type: keyof typeof TYPES, value: Code) => TYPES[type].store(ZERO, value, OUT);

type Binary = (a: Code, b: Code) => Code;
const mask = (holds: boolean) => holds ? 0xffffffff : 0;

const FLOATS = Float32Array.of(1.5, -2.5, 0.25, 7);
const OTHERS = Float32Array.of(-3, -2.5, 4, 0.5);

const FLOAT_BINARY: Record<string, [Binary, (a: number, b: number) => number]> = {
  add: [f32x4.add, (a, b) => a + b],
  sub: [f32x4.sub, (a, b) => a - b],
  mul: [f32x4.mul, (a, b) => a * b],
  div: [f32x4.div, (a, b) => a / b],
  min: [f32x4.min, Math.min],
  max: [f32x4.max, Math.max],
  pmin: [f32x4.pmin, (a, b) => b < a ? b : a],
  pmax: [f32x4.pmax, (a, b) => a < b ? b : a],
};
for (const [name, [instruction, expected]] of Object.entries(FLOAT_BINARY)) {
  Deno.test(`f32x4.${name} works lane by lane`, () => {
    const out = run(store("v128", instruction(vectorAt(X), vectorAt(Y))), FLOATS, OTHERS);
    assertEquals(new Float32Array(out), FLOATS.map((a, i) => expected(a, OTHERS[i])));
  });
}

const FLOAT_UNARY: Record<string, [(a: Code) => Code, (a: number) => number]> = {
  neg: [f32x4.neg, (a) => -a],
  abs: [f32x4.abs, Math.abs],
  floor: [f32x4.floor, Math.floor],
  ceil: [f32x4.ceil, Math.ceil],
  trunc: [f32x4.trunc, Math.trunc],
  nearest: [f32x4.nearest, (a) => ({ 1.5: 2, [-2.5]: -2, 0.25: 0, 7: 7 })[a]!],
};
for (const [name, [instruction, expected]] of Object.entries(FLOAT_UNARY)) {
  Deno.test(`f32x4.${name} works lane by lane`, () => {
    const out = run(store("v128", instruction(vectorAt(X))), FLOATS);
    assertEquals(new Float32Array(out), FLOATS.map(expected));
  });
}

const FLOAT_TESTS: Record<string, [Binary, (a: number, b: number) => boolean]> = {
  eq: [f32x4.eq, (a, b) => a === b],
  ne: [f32x4.ne, (a, b) => a !== b],
  lt: [f32x4.lt, (a, b) => a < b],
  gt: [f32x4.gt, (a, b) => a > b],
  le: [f32x4.le, (a, b) => a <= b],
  ge: [f32x4.ge, (a, b) => a >= b],
};
for (const [name, [instruction, expected]] of Object.entries(FLOAT_TESTS)) {
  Deno.test(`f32x4.${name} gives a mask`, () => {
    const out = run(store("v128", instruction(vectorAt(X), vectorAt(Y))), FLOATS, OTHERS);
    assertEquals(
      [...new Uint32Array(out)],
      Array.from(FLOATS, (a, i) => mask(expected(a, OTHERS[i]))),
    );
  });
}

const WORDS = [1, 0x80000000, 7, 0xffffffff];
const OTHER_WORDS = [2, 3, 7, 0xfffffffe];
const signedWord = (word: number) => word | 0;

const WORD_BINARY: Record<string, [Binary, (a: number, b: number) => number]> = {
  add: [i32x4.add, (a, b) => a + b],
  sub: [i32x4.sub, (a, b) => a - b],
  mul: [i32x4.mul, (a, b) => Math.imul(a, b)],
  eq: [i32x4.eq, (a, b) => mask(a === b)],
  ne: [i32x4.ne, (a, b) => mask(a !== b)],
  lt_s: [i32x4.lt_s, (a, b) => mask(signedWord(a) < signedWord(b))],
  lt_u: [i32x4.lt_u, (a, b) => mask(a < b)],
  gt_s: [i32x4.gt_s, (a, b) => mask(signedWord(a) > signedWord(b))],
  ge_s: [i32x4.ge_s, (a, b) => mask(signedWord(a) >= signedWord(b))],
  ge_u: [i32x4.ge_u, (a, b) => mask(a >= b)],
  and: [v128.and, (a, b) => a & b],
  andnot: [v128.andnot, (a, b) => a & ~b],
  or: [v128.or, (a, b) => a | b],
  xor: [v128.xor, (a, b) => a ^ b],
};
for (const [name, [instruction, expected]] of Object.entries(WORD_BINARY)) {
  Deno.test(`vectors of words: ${name} works lane by lane`, () => {
    const out = run(store("v128", instruction(vectorAt(X), vectorAt(Y))), WORDS, OTHER_WORDS);
    assertEquals(
      [...new Uint32Array(out)],
      WORDS.map((a, i) => expected(a, OTHER_WORDS[i]) >>> 0),
    );
  });
}

const WORD_SCALAR: Record<string, [Binary, (a: number, b: number) => number]> = {
  add: [i32.add, (a, b) => a + b],
  sub: [i32.sub, (a, b) => a - b],
  mul: [i32.mul, (a, b) => Math.imul(a, b)],
  div_u: [i32.div_u, (a, b) => Math.floor(a / b)],
  rem_u: [i32.rem_u, (a, b) => a % b],
  and: [i32.and, (a, b) => a & b],
  or: [i32.or, (a, b) => a | b],
  xor: [i32.xor, (a, b) => a ^ b],
  shl: [i32.shl, (a, b) => a << b],
  shr_u: [i32.shr_u, (a, b) => a >>> b],
  rotl: [i32.rotl, (a, b) => a << (b & 31) | a >>> (32 - (b & 31))],
  eq: [i32.eq, (a, b) => Number(a === b)],
  ne: [i32.ne, (a, b) => Number(a !== b)],
  lt_s: [i32.lt_s, (a, b) => Number(signedWord(a) < signedWord(b))],
  lt_u: [i32.lt_u, (a, b) => Number(a < b)],
  gt_s: [i32.gt_s, (a, b) => Number(signedWord(a) > signedWord(b))],
  gt_u: [i32.gt_u, (a, b) => Number(a > b)],
  le_u: [i32.le_u, (a, b) => Number(a <= b)],
  ge_s: [i32.ge_s, (a, b) => Number(signedWord(a) >= signedWord(b))],
  ge_u: [i32.ge_u, (a, b) => Number(a >= b)],
};
for (const [name, [instruction, expected]] of Object.entries(WORD_SCALAR)) {
  Deno.test(`i32.${name} works`, () => {
    for (const [a, b] of WORDS.map((a, i) => [a, OTHER_WORDS[i]])) {
      const code = instruction(i32.load(ZERO, X), i32.load(ZERO, Y));
      const out = run(store("i32", code), [a, 0, 0, 0], [b, 0, 0, 0]);
      assertEquals(new Uint32Array(out)[0], expected(a, b) >>> 0, `${a}, ${b}`);
    }
  });
}

const FLOAT_SCALAR: Record<string, [Binary, (a: number, b: number) => number]> = {
  add: [f32.add, (a, b) => a + b],
  sub: [f32.sub, (a, b) => a - b],
  mul: [f32.mul, (a, b) => a * b],
  div: [f32.div, (a, b) => a / b],
};
for (const [name, [instruction, expected]] of Object.entries(FLOAT_SCALAR)) {
  Deno.test(`f32.${name} works`, () => {
    const code = instruction(f32.load(ZERO, X), f32.load(ZERO, Y));
    const out = run(store("f32", code), FLOATS, OTHERS);
    assertEquals(new Float32Array(out)[0], Math.fround(expected(FLOATS[0], OTHERS[0])));
  });
}

Deno.test("f32 comparisons give 0 or 1", () => {
  const tests = { eq: false, ne: true, lt: false, gt: true, le: false, ge: true } as const;
  for (const [name, holds] of Object.entries(tests)) {
    const code = f32[name as keyof typeof tests](f32.load(ZERO, X), f32.load(ZERO, Y));
    assertEquals(new Uint32Array(run(store("i32", code), FLOATS, OTHERS))[0], Number(holds), name);
  }
});

Deno.test("conversions and reinterpretations", () => {
  const first = (code: Code, words: ArrayLike<number>) =>
    new Float32Array(run(store("f32", code), words))[0];
  assertEquals(first(f32.convert_i32_u(i32.load(ZERO, X)), [0xffffffff, 0, 0, 0]), 2 ** 32);
  assertEquals(
    first(f32.reinterpret_i32(i32.load(ZERO, X)), [0x40490fdb, 0, 0, 0]),
    Math.fround(Math.PI),
  );
  assertEquals(first(f32.sqrt(f32.load(ZERO, X)), Float32Array.of(9, 0, 0, 0)), 3);
  const word = run(store("i32", i32.reinterpret_f32(f32.load(ZERO, X))), FLOATS);
  assertEquals(new Uint32Array(word)[0], 0x3fc00000);
  const vector = (code: Code, values: ArrayLike<number>) => run(store("v128", code), values);
  assertEquals(
    [...new Float32Array(vector(f32x4.convert_i32x4_s(vectorAt(X)), WORDS))],
    WORDS.map(signedWord),
  );
  assertEquals(
    [...new Float32Array(vector(f32x4.convert_i32x4_u(vectorAt(X)), WORDS))],
    WORDS.map(Math.fround),
  );
  assertEquals(
    [
      ...new Int32Array(
        vector(i32x4.trunc_sat_f32x4_s(vectorAt(X)), Float32Array.of(-1.9, NaN, 3e9, 2)),
      ),
    ],
    [-1, 0, 2 ** 31 - 1, 2],
  );
  assertEquals(
    [...new Float32Array(vector(f32x4.sqrt(vectorAt(X)), Float32Array.of(4, 9, 0, 1)))],
    [2, 3, 0, 1],
  );
});

Deno.test("vectors: splats, constants, lanes, shuffles, selection, shifts", () => {
  const floats = (code: Code) => [...new Float32Array(run(store("v128", code), FLOATS, OTHERS))];
  const words = (code: Code) => [...new Uint32Array(run(store("v128", code), WORDS, OTHER_WORDS))];
  assertEquals(floats(f32x4.splat(f32.const(-0.75))), [-0.75, -0.75, -0.75, -0.75]);
  assertEquals(floats(f32x4.const(2.5)), [2.5, 2.5, 2.5, 2.5]);
  assertEquals(floats(v128.load32_splat(ZERO, X + 4)), [-2.5, -2.5, -2.5, -2.5]);
  assertEquals(floats(v128.load32_zero(ZERO, X + 4)), [-2.5, 0, 0, 0]);
  assertEquals(floats(v128.load32_lane(ZERO, vectorAt(X), 2, Y)), [1.5, -2.5, -3, 7]);
  assertEquals(floats(f32x4.replace_lane(vectorAt(X), f32.const(9), 3)), [1.5, -2.5, 0.25, 9]);
  assertEquals(floats(v128.shuffle(vectorAt(X), vectorAt(Y), [3, 4, 1, 7])), [7, -3, -2.5, 0.5]);
  assertEquals(words(i32x4.splat(i32.const(-2))), new Array(4).fill(0xfffffffe));
  assertEquals(words(i32x4.const(5)), [5, 5, 5, 5]);
  assertEquals(words(v128.not(vectorAt(X))), WORDS.map((it) => ~it >>> 0));
  assertEquals(
    words(v128.bitselect(vectorAt(X), vectorAt(Y), v128.const([0xffffffff, 0, 0xff, 0]))),
    [1, 3, 7, 0xfffffffe],
  );
  assertEquals(words(i32x4.shl(vectorAt(X), i32.const(4))), WORDS.map((it) => (it << 4) >>> 0));
  assertEquals(words(i32x4.shr_u(vectorAt(X), i32.const(4))), WORDS.map((it) => it >>> 4));
  assertEquals(words(i32x4.shr_s(vectorAt(X), i32.const(4))), WORDS.map((it) => (it >> 4) >>> 0));
});

Deno.test("vectors: a lane, and what all lanes say", () => {
  const word = (code: Code, x: ArrayLike<number>) => new Uint32Array(run(store("i32", code), x))[0];
  assertEquals(word(i32.extract_lane(vectorAt(X), 3), WORDS), 0xffffffff);
  const lane = new Float32Array(run(store("f32", f32.extract_lane(vectorAt(X), 2)), FLOATS))[0];
  assertEquals(lane, 0.25);
  assertEquals(word(v128.any_true(vectorAt(X)), [0, 0, 4, 0]), 1);
  assertEquals(word(v128.any_true(vectorAt(X)), [0, 0, 0, 0]), 0);
  assertEquals(word(i32x4.all_true(vectorAt(X)), WORDS), 1);
  assertEquals(word(i32x4.all_true(vectorAt(X)), [1, 0, 1, 1]), 0);
  assertEquals(word(i32x4.bitmask(vectorAt(X)), WORDS), 0b1010);
});

Deno.test("stores of one lane, and atomic accesses, change just their word", () => {
  const lane = run(v128.store32_lane(ZERO, vectorAt(X), 1, OUT + 8), FLOATS);
  assertEquals([...new Float32Array(lane)], [0, 0, -2.5, 0]);
  const counted = run(
    [
      ...i32.atomic.store(ZERO, i32.const(40), OUT),
      ...i32.store(ZERO, i32.atomic.add(ZERO, i32.const(2), OUT), OUT + 4),
      ...i32.store(ZERO, i32.atomic.load(ZERO, OUT), OUT + 8),
    ],
    WORDS,
  );
  assertEquals([...new Uint32Array(counted)], [42, 40, 42, 0]);
});
