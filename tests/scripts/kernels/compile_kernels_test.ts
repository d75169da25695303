import { assert, assertEquals, assertRejects } from "@std/assert";
import { compileKernels, KERNELS } from "../../../scripts/kernels/compile_kernels.ts";

const ROOT = new URL("../../../", import.meta.url).pathname.replace(/\/$/, "");
const compiled = await compileKernels(ROOT) as Uint8Array<ArrayBuffer>;

Deno.test("compileKernels() gives the binary that is in the repository", async () => {
  const committed = await Deno.readFile(`${ROOT}/${KERNELS.binary}`);
  assert(compiled.length === committed.length, "run `deno task kernels`");
  assertEquals(compiled, committed);
});

Deno.test("compileKernels() needs nothing from its host and no relaxed instruction", async () => {
  const module = new WebAssembly.Module(compiled);
  assertEquals(WebAssembly.Module.imports(module), []);
  const sources = Deno.readDirSync(`${ROOT}/executors/wasm/kernels`);
  for (const { name } of sources) {
    if (!name.endsWith(".ts")) continue;
    const source = await Deno.readTextFile(`${ROOT}/executors/wasm/kernels/${name}`);
    assert(!/relaxed_/.test(source), name);
  }
});

Deno.test("compileKernels() tells what is wrong with a source", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${root}/executors/wasm/kernels`, { recursive: true });
    await Deno.writeTextFile(`${root}/${KERNELS.source}`, "export function f(): i32 { return x; }");
    await assertRejects(() => compileKernels(root), Error, "Cannot find name 'x'");
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
