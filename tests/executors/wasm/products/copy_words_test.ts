import { assertEquals } from "@std/assert";
import { type Code, i32, ModuleBuilder } from "../../../../executors/wasm/assembler/mod.ts";
import { copyWords, zeroWords } from "../../../../executors/wasm/products/copy_words.ts";

const FROM = 4096, TO = 16384;
const COUNTS = [1, 3, 4, 5, 7, 16, 63, 64, 65, 67, 68, 79, 80, 81, 300];

/** Memory after a function of one statement; words held their own index before. */
function after(write: (made: ReturnType<ModuleBuilder["function"]>) => Code) {
  const module = new ModuleBuilder({ pages: 1, shared: false });
  const run = module.function({}, "run");
  run.add(write(run));
  const memory = new WebAssembly.Memory({ initial: 1 });
  const words = new Uint32Array(memory.buffer).map((_, i) => i);
  new Uint32Array(memory.buffer).set(words);
  const compiled = new WebAssembly.Module(module.encode());
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  (exports.run as () => void)();
  return { before: words, words: new Uint32Array(memory.buffer) };
}

Deno.test("copyWords() copies just the words, for any number", () => {
  for (const count of COUNTS) {
    const copy = { to: i32.const(TO), from: i32.const(FROM), words: count };
    const { before, words } = after((run) => copyWords(run, copy));
    before.copyWithin(TO / 4, FROM / 4, FROM / 4 + count);
    assertEquals(words, before, `${count} words`);
  }
});

Deno.test("zeroWords() zeros just the words, for any number of four and more", () => {
  for (const count of COUNTS.filter((it) => it >= 4)) {
    const { before, words } = after((run) => zeroWords(run, i32.const(TO), count));
    before.fill(0, TO / 4, TO / 4 + count);
    assertEquals(words, before, `${count} words`);
  }
});
