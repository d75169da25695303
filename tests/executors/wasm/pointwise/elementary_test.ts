import { assert, assertEquals, assertLess } from "@std/assert";
import * as reference from "../../../../core/graph/elementary.ts";
import type { Code } from "../../../../executors/wasm/assembler/mod.ts";
import { forEach, i32, ModuleBuilder, v128 } from "../../../../executors/wasm/assembler/mod.ts";
import {
  exp,
  expOfNegative,
  log,
  sigmoid,
  tanh,
} from "../../../../executors/wasm/pointwise/elementary.ts";
import { Statements } from "../../../../executors/wasm/pointwise/statements.ts";

type Elementary = (x: Code, statements: Statements) => Code;

/** Smallest normal f32. */
const NORMAL = 2 ** -126;

/** f(x) of each x; their number is a multiple of 4. */
function compute(f: Elementary, x: Float32Array): Float32Array {
  const pages = Math.ceil(x.byteLength / 65536);
  const memory = new WebAssembly.Memory({ initial: pages });
  new Float32Array(memory.buffer).set(x);
  const module = new ModuleBuilder({ pages, shared: false });
  const made = module.function({}, "run");
  const at = made.local("i32");
  const statements = new Statements(made);
  const input = statements.hold(v128.load(at.get));
  statements.add(v128.store(at.get, f(input, statements)));
  made.add(forEach(at, { to: i32.const(x.byteLength), step: 16 }, statements.code));
  const compiled = new WebAssembly.Module(module.encode());
  (new WebAssembly.Instance(compiled, { env: { memory } }).exports.run as () => void)();
  return new Float32Array(memory.buffer).slice(0, x.length);
}

/** A quarter of a million f32 from all that there are, of every exponent and both signs. */
function allOver(): Float32Array {
  const words = Uint32Array.from({ length: 2 ** 18 }, (_, i) => i * 16381);
  return new Float32Array(words.buffer).filter((it) => !Number.isNaN(it));
}

/** The largest error in units in the last place of the result, where it is a normal number. */
function largestError(f: Elementary, exact: (x: number) => number, x: Float32Array): number {
  x = x.subarray(0, x.length - x.length % 4);
  const y = compute(f, x);
  let largest = 0;
  x.forEach((value, i) => {
    const expected = exact(value);
    const rounded = Math.fround(expected);
    if (Math.abs(rounded) < NORMAL || !Number.isFinite(rounded)) return;
    const unit = 2 ** (Math.floor(Math.log2(Math.abs(rounded))) - 23);
    const error = Math.abs(y[i] - expected) / unit;
    if (!(error <= largest)) largest = error;
  });
  return largest;
}

const CASES: readonly {
  readonly f: Elementary;
  readonly exact: (x: number) => number;
  /** Units in the last place. */
  readonly bound: number;
  /** Arguments with their exact values, NaN for NaN. */
  readonly limits: readonly (readonly [number, number])[];
  readonly domain?: (x: number) => boolean;
}[] = [
  {
    f: exp,
    exact: reference.exp,
    bound: 1.5,
    limits: [[-Infinity, 0], [-200, 0], [0, 1], [-0, 1], [89, Infinity], [Infinity, Infinity]],
  },
  {
    f: expOfNegative,
    exact: reference.exp,
    bound: 1.5,
    limits: [[-Infinity, 0], [-200, 0], [0, 1], [-0, 1]],
    domain: (x) => x <= 0 && x > -87.3,
  },
  {
    f: sigmoid,
    exact: reference.sigmoid,
    bound: 2,
    limits: [[-Infinity, 0], [0, 0.5], [-0, 0.5], [40, 1], [Infinity, 1]],
    domain: (x) => x > -88.3,
  },
  {
    f: tanh,
    exact: reference.tanh,
    bound: 3,
    limits: [[-Infinity, -1], [-12, -1], [-0, -0], [0, 0], [12, 1], [Infinity, 1]],
  },
  {
    f: log,
    exact: reference.log,
    bound: 1,
    limits: [[0, -Infinity], [-0, -Infinity], [1, 0], [Infinity, Infinity], [-1, NaN], [
      -Infinity,
      NaN,
    ]],
  },
];

for (const { f, exact, bound, limits, domain = () => true } of CASES) {
  Deno.test(`${f.name}() is within ${bound} units in the last place of the exact value`, () => {
    assertLess(largestError(f, exact, allOver().filter(domain)), bound);
    const near = Float32Array.from({ length: 2 ** 17 }, (_, i) => (i / 2 ** 16 - 1) * 12);
    assertLess(largestError(f, exact, near.filter(domain)), bound);
  });

  Deno.test(`${f.name}() has exact limits, and keeps NaN`, () => {
    for (const [x, expected] of [...limits, [NaN, NaN]]) {
      const [y] = compute(f, new Float32Array(4).fill(x));
      assert(Object.is(y, expected), `at ${x}: expected ${expected}, got ${y}`);
    }
    const payload = new Float32Array(Uint32Array.of(0x7fc00155, 0xffc000ff, 0, 0).buffer);
    assertEquals([...compute(f, payload)].slice(0, 2), [NaN, NaN]);
  });
}
