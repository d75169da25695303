import { assert, assertRejects } from "@std/assert";
import { testProducts } from "../../../executors/wasm/self_test.ts";

Deno.test("testProducts() finds the products of this V8 right", async () => {
  assert([16, 32].includes(await testProducts()));
});

Deno.test("testProducts() refuses a V8 that computes a product wrongly", async () => {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class {
    readonly exports: WebAssembly.Exports;

    constructor(module: WebAssembly.Module, imports: { env: { memory: WebAssembly.Memory } }) {
      const { exports } = new Instance(module, imports);
      const words = new Float32Array(imports.env.memory.buffer);
      this.exports = {
        multiply: () => {
          (exports.multiply as () => void)();
          words[0] += 1; // The next product is of other numbers than those that were given.
        },
      };
    }
  } as unknown as typeof WebAssembly.Instance;
  try {
    const message = "Cannot train on this version of V8: expected";
    await assertRejects(() => testProducts(), Error, message);
  } finally {
    WebAssembly.Instance = Instance;
  }
});
