import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { matmulBlocks } from "../../../../executors/wasm/products/matmul_blocks.ts";

const stored = { transposeA: false, transposeB: false };
const side = fc.integer({ min: 1, max: 5000 });

Deno.test("matmulBlocks() covers rows, columns and k, and leaves no block empty", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), side, side, side, (batch, m, n, k) => {
      const blocks = matmulBlocks({ batch, m, n, k, ...stored });
      const part = blocks.depthsPerPart * blocks.depth;
      assertEquals(blocks.rows % 4 + blocks.columns % 16, 0);
      assertEquals(blocks.rowBlocks, Math.ceil(m / blocks.rows));
      assertEquals(blocks.columnBlocks, Math.ceil(n / blocks.columns));
      assertEquals(blocks.parts, Math.ceil(k / part));
    }),
    { numRuns: 200, seed: 1 },
  );
});

Deno.test("matmulBlocks() has work for four threads in large products of any form", () => {
  for (const [m, n, k] of [[768, 768, 768], [3136, 128, 64], [128, 64, 3136], [64, 3000, 64]]) {
    const { rowBlocks, columnBlocks, parts } = matmulBlocks({ batch: 1, m, n, k, ...stored });
    assert(rowBlocks * columnBlocks * parts >= 4, `[${m}, ${n}, ${k}]`);
  }
});

Deno.test("matmulBlocks() leaves small products whole", () => {
  const blocks = matmulBlocks({ batch: 1, m: 64, n: 64, k: 64, ...stored });
  assertEquals([blocks.rowBlocks, blocks.columnBlocks, blocks.parts], [1, 1, 1]);
});
