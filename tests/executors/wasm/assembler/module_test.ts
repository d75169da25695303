import { assertEquals } from "@std/assert";
import {
  block,
  branch,
  choose,
  forEach,
  i32,
  leave,
  ModuleBuilder,
  PAGE_BYTES,
  select,
  sequence,
  when,
} from "../../../../executors/wasm/assembler/mod.ts";

type Exports = Record<string, (...numbers: number[]) => number>;

function instantiate(module: ModuleBuilder, shared = false): { run: Exports; words: Int32Array } {
  const memory = new WebAssembly.Memory(
    shared ? { initial: 1, maximum: 1, shared } : { initial: 1 },
  );
  const compiled = new WebAssembly.Module(module.encode());
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  return { run: exports as Exports, words: new Int32Array(memory.buffer) };
}

Deno.test("forEach() counts from its first value to before its end, and does nothing where there is none", () => {
  const module = new ModuleBuilder({ pages: 1, shared: false });
  const made = module.function({ parameters: ["i32", "i32"], result: "i32" }, "sum");
  const [from, to] = made.parameters;
  const sum = made.local("i32"), i = made.local("i32");
  made.add(
    forEach(i, { from: from.get, to: to.get, step: 3 }, sum.set(i32.add(sum.get, i.get))),
    sum.get,
  );
  const { run } = instantiate(module);
  assertEquals(run.sum(2, 9), 2 + 5 + 8);
  assertEquals(run.sum(2, 8), 2 + 5);
  assertEquals(run.sum(4, 4), 0);
  assertEquals(run.sum(5, 4), 0);
});

Deno.test("when(), choose(), select() and block() follow their condition", () => {
  const module = new ModuleBuilder({ pages: 1, shared: false });
  const sign = module.function({ parameters: ["i32"], result: "i32" }, "sign");
  const [x] = sign.parameters;
  const y = sign.local("i32");
  sign.add(
    when(i32.lt_s(x.get, i32.const(0)), y.set(i32.const(-1)), y.set(i32.const(1))),
    block(branch(0, x.get), y.set(i32.const(0))),
    when(i32.eq(x.get, i32.const(7)), leave(i32.const(77))),
    y.get,
  );
  const small = module.function({ parameters: ["i32"], result: "i32" }, "small");
  const [z] = small.parameters;
  const isSmall = i32.lt_u(z.get, i32.const(10));
  small.add(i32.add(
    choose("i32", isSmall, i32.const(1), i32.const(2)),
    select(i32.const(10), i32.const(20), isSmall),
  ));
  const { run } = instantiate(module);
  assertEquals([-5, 0, 5, 7].map((it) => run.sign(it)), [-1, 0, 1, 77]);
  assertEquals([3, 30].map((it) => run.small(it)), [11, 22]);
});

Deno.test("functions call each other, and locals begin at zero in every call", () => {
  const module = new ModuleBuilder({ pages: 1, shared: false });
  const next = module.function({ parameters: ["i32"], result: "i32" });
  const local = next.local("i32");
  next.add(local.increase(1), i32.add(local.get, next.parameters[0].get));
  const twice = module.function({ parameters: ["i32"], result: "i32" }, "twice");
  twice.add(next.call(next.call(twice.parameters[0].get)));
  assertEquals(instantiate(module).run.twice(40), 42);
});

Deno.test("a module with more code than one length byte holds, on shared memory", () => {
  const module = new ModuleBuilder({ pages: 1, shared: true });
  const fill = module.function({}, "fill");
  fill.add(sequence(
    ...Array.from({ length: 1000 }, (_, i) => i32.store(i32.const(0), i32.const(i * 1e6), i * 4)),
  ));
  const { run, words } = instantiate(module, true);
  run.fill();
  assertEquals(
    Array.from(words.subarray(0, 1000)),
    Array.from({ length: 1000 }, (_, i) => i * 1e6 | 0),
  );
  assertEquals(words.byteLength, PAGE_BYTES);
});
