import { forEach, i32, ModuleBuilder, PAGE_BYTES, v128 } from "../assembler/mod.ts";
import { BLOCK_FORMS, blockFunction, type BlockOp } from "./blocks.ts";
import { LANES } from "./lanes.ts";
import { Statements } from "./statements.ts";

/** Elements of each op: two joined vectors. */
const LENGTH = 16;
/** Calls before those that count, and time for V8's optimising compiler: see `testProducts`. */
const WARM_UP = 3000;
const PATIENCE_MS = 20;
/** What Threefry takes besides counters. */
const NUMBERS: Readonly<Partial<Record<BlockOp, readonly number[]>>> = {
  threefry: [0x2545f491, 0x9e3779b9, 7],
};
const INPUTS = Float32Array.from({ length: LENGTH }, (_, i) => (i - 7.3) * 1.7);

/**
 * Checks the ops of `blocks.ts` as V8 compiles them, with or without its flag that joins vectors.
 * @throws {Error} If a result is not that of single vectors.
 */
export async function testBlocks(): Promise<void> {
  const ops = Object.keys(BLOCK_FORMS) as BlockOp[];
  const compiled = ops.map((op) => ({ op, ...compile(op) }));
  for (const { warmUp } of compiled) warmUp();
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  for (const { op, joined, single } of compiled) requireSame(op, joined(), single());
}

/** Compares words of results. @throws {Error} If one differs. */
export function requireSame(op: BlockOp, joined: Uint32Array, single: Uint32Array): void {
  const wrong = joined.findIndex((word, i) => word !== single[i]);
  if (wrong < 0) return;
  throw new Error(
    `Cannot train on this version of V8: expected word ${single[wrong]} of ${op}, got ${
      joined[wrong]
    }`,
  );
}

/** An op compiled for a block, and for its vectors one by one. */
interface Compiled {
  /** Both return their words. */
  readonly joined: () => Uint32Array;
  readonly single: () => Uint32Array;
  /** Calls the first often. */
  readonly warmUp: () => void;
}

function compile(op: BlockOp): Compiled {
  const numbers = NUMBERS[op] ?? [];
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new ModuleBuilder({ pages: memory.buffer.byteLength / PAGE_BYTES, shared: false });
  const block = blockFunction(module, { op, numbers: numbers.length, address: 0, length: LENGTH });
  module.function({}, "joined").add(
    block.call(i32.const(LENGTH), ...numbers.map((it) => i32.const(it))),
  );
  const single = module.function({}, "single");
  const to = new Statements(single);
  const at = single.local("i32");
  const inputs = [to.hold(v128.load(at.get)), ...numbers.map((it) => to.word(it >>> 0))];
  to.add(v128.store(at.get, BLOCK_FORMS[op](inputs, to)));
  single.add(forEach(at, { to: i32.const(LENGTH * 4), step: LANES * 4 }, to.code));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), {
    env: { memory },
  });
  const call = exports as Readonly<Record<"joined" | "single", () => void>>;
  const words = new Uint32Array(memory.buffer, 0, LENGTH);
  const run = (name: "joined" | "single") => () => {
    words.set(new Uint32Array(INPUTS.buffer));
    call[name]();
    return words.slice();
  };
  const warmUp = () => {
    for (let round = 0; round < WARM_UP; round++) call.joined();
  };
  return { joined: run("joined"), single: run("single"), warmUp };
}
