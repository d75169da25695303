import {
  type Code,
  i32,
  ModuleBuilder,
  PAGE_BYTES,
  type VectorRegisters,
} from "./assembler/mod.ts";
import { TILE_BYTES, TILE_COLUMNS, TILE_ROWS, tileFunction } from "./products/tile.ts";

/** Terms of each sum: enough that the function is soon worth V8's optimising compiler. */
const DEPTH = 64;
/** Calls before those that count: V8 optimises a function after about 1000 of this one's size. */
const WARM_UP = 3000;
/** Time for V8 to have finished, in the background. */
const PATIENCE_MS = 20;
/** Calls that are timed, and how often; the best counts. */
const CALLS = 500;
const ROUNDS = 5;

const A = 0;
const PANEL = A + TILE_ROWS * DEPTH * 4;
const TILE = PANEL + DEPTH * TILE_COLUMNS * 4;
const SUMS = TILE + TILE_BYTES;

/**
 * Checks products as V8 compiles them, their vectors joined where it is told to join them.
 * @returns For how many registers they are best written on this machine, by a measurement of some milliseconds.
 * @throws {Error} If a result is wrong: then no weight could be trusted.
 */
export async function testProducts(): Promise<VectorRegisters> {
  const forms = ([32, 16] as const).map((registers) => ({ registers, ...product(registers) }));
  for (const { multiply } of forms) for (let call = 0; call < WARM_UP; call++) multiply();
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const best = forms.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    forms.forEach(({ multiply }, form) => {
      const start = performance.now();
      for (let call = 0; call < CALLS; call++) multiply();
      best[form] = Math.min(best[form], performance.now() - start);
    });
  }
  for (const { check } of forms) check();
  return forms[best[1] < best[0] ? 1 : 0].registers;
}

/** A compiled product of matrices, and what checks it. */
function product(registers: VectorRegisters): { multiply: () => void; check: () => void } {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(encodeProduct(registers));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const multiply = exports.multiply as () => void;
  const words = (address: number, count: number) => new Float32Array(memory.buffer, address, count);
  // Small whole numbers: every order of sums gives the same bits.
  words(A, TILE_ROWS * DEPTH).forEach((_, i, a) => a[i] = i * 7 % 13 - 6);
  words(PANEL, DEPTH * TILE_COLUMNS).forEach((_, i, b) => b[i] = i * 5 % 11 - 5);
  const expected = productOf(words(A, TILE_ROWS * DEPTH), words(PANEL, DEPTH * TILE_COLUMNS));
  const sums = words(SUMS, expected.length);
  const check = () => {
    sums.fill(0);
    multiply();
    const wrong = sums.findIndex((it, i) => it !== expected[i]);
    if (wrong < 0) return;
    throw new Error(
      `Cannot train on this version of V8: expected ${
        expected[wrong]
      } in a product of matrices, got ${sums[wrong]}`,
    );
  };
  return { multiply, check };
}

function encodeProduct(registers: VectorRegisters): Uint8Array<ArrayBuffer> {
  const pages = Math.ceil((SUMS + TILE_BYTES) / PAGE_BYTES);
  const module = new ModuleBuilder({ pages, shared: false }, registers);
  const offsets = Array.from({ length: DEPTH }, (_, k) => k * 4);
  const tile = tileFunction(module, { offsets, panel: PANEL, tile: TILE });
  const rows: Code[] = Array.from({ length: TILE_ROWS }, (_, i) => i32.const(A + i * DEPTH * 4));
  module.function({}, "multiply").add(tile.call(...rows, i32.const(SUMS)));
  return module.encode();
}

function productOf(a: Float32Array, b: Float32Array): Float32Array {
  return Float32Array.from({ length: TILE_ROWS * TILE_COLUMNS }, (_, at) => {
    const [i, j] = [Math.floor(at / TILE_COLUMNS), at % TILE_COLUMNS];
    let sum = 0;
    for (let k = 0; k < DEPTH; k++) sum += a[i * DEPTH + k] * b[k * TILE_COLUMNS + j];
    return sum;
  });
}
