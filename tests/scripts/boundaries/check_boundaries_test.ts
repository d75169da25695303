import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkBoundaries, checkFile } from "../../../scripts/boundaries/check_boundaries.ts";
import { sourceFiles } from "../../../scripts/boundaries/source_files.ts";

const ALLOWED: [path: string, source: string][] = [
  ["models/autoencoders/vq_vae.ts", `import { Graph } from "../../core/graph/graph.ts";`],
  ["core/graph/init.ts", `import { threefry } from "../random/threefry.ts";`],
  ["generation/cached.ts", `import { evaluate } from "../core/graph/reference.ts";`],
  ["core/bundle/manifest.ts", `import * as z from "zod"; import "../graph/graph.ts";`],
  ["routes/decode.ts", `import { Hono } from "hono"; import "../core/image/png.ts";`],
  ["routes/cors.ts", `import { cors } from "hono/cors";`],
  ["offline/run.ts", `import "../training/loop.ts"; Deno.args; navigator.gpu;`],
  ["executors/webgpu/optimiser/adam.ts", `import "../compiled/buffers.ts"; navigator.gpu;`],
  ["offline/data/hash.ts", `import "node:crypto";`],
  ["executors/webgpu/kernels/norm.ts", `import source from "./norm.wgsl" with { type: "text" };`],
  ["main.ts", `import { createApp } from "./routes/app.ts";`],
  ["scripts/train.ts", `import "../executors/webgpu/device.ts"; import "../cli/flags.ts";`],
  ["core/graph/graph.ts", `/** Deno.args, navigator.gpu */ const text = "Deno.args";`],
  ["core/graph/graph.ts", `// import "../../offline/run.ts"`],
  ["core/graph/graph.ts", `buffer("from", content, "to");`],
];

const REFUSED: [path: string, source: string, complaint: string][] = [
  [
    "core/graph/graph.ts",
    `import "../../offline/run.ts";`,
    `in core/graph: expected`,
  ],
  ["core/graph/graph.ts", `import "../../models/vq_vae.ts";`, "in core/graph: expected"],
  ["core/image/png.ts", `import "../graph/graph.ts";`, "in core/image"],
  ["models/autoencoders/vq_vae.ts", `export * from "../../generation/model.ts";`, "in models"],
  [
    "models/autoencoders/vq_vae.ts",
    `const m = await import("../../executors/webgpu/device.ts");`,
    "in models",
  ],
  ["routes/app.ts", `import type { Device } from "../executors/webgpu/device.ts";`, "in routes"],
  ["routes/app.ts", `new Worker(new URL("../training/w.ts", import.meta.url));`, "in routes"],
  ["routes/app.ts", `import "../main.ts";`, "in routes"],
  [
    "main.ts",
    `import {\n  openDevice,\n} from "./executors/webgpu/device.ts";`,
    "main.ts:3: Cannot import",
  ],
  ["worker.ts", `import "./training/loop.ts";`, "in worker.ts"],
  ["training/loop.ts", `import "../scripts/train.ts";`, "in training"],
  ["training/loop.ts", `import "../routes/app.ts";`, "in training"],
  ["scripts/train.ts", `import "../tests/support/adapter.ts";`, "in scripts"],
  ["core/bundle/hash.ts", `import { createHash } from "node:crypto";`, `"node:crypto"`],
  ["core/bundle/hash.ts", `import { Hono } from "hono";`, `"hono"`],
  ["core/bundle/hash.ts", `await Deno.readFile("x");`, "Cannot use Deno"],
  ["generation/a.ts", `navigator.gpu?.requestAdapter();`, "Cannot use the GPU"],
  ["models/a.ts", `import t from "./a.txt" with { type: "text" };`, "an import attribute"],
  [
    "executors/webgpu/compiled/tuning.ts",
    `Deno.readTextFile("x");`,
    "Cannot use Deno in executors/webgpu",
  ],
  [
    "executors/webgpu/kernels/norm.ts",
    `import "../../../offline/data/idx.ts";`,
    "in executors/webgpu",
  ],
  ["core/graph/a.ts", `const quote = /["'\`/]/g; import "./b.ts"; import "../../x.ts";`, "x.ts"],
  ["tools/a.ts", ``, "Cannot place the file"],
];

for (const [path, source] of ALLOWED) {
  Deno.test(`checkFile() allows in ${path}: ${source}`, () => {
    assertEquals(checkFile(path, source), []);
  });
}

for (const [path, source, complaint] of REFUSED) {
  Deno.test(`checkFile() refuses in ${path}: ${source || "anything"}`, () => {
    const violations = checkFile(path, source);
    assertEquals(violations.length, 1);
    assertStringIncludes(violations[0], complaint);
  });
}

Deno.test("checkBoundaries() finds the violation in a tree and leaves out data", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${root}/core/graph`, { recursive: true });
    await Deno.mkdir(`${root}/data`);
    await Deno.writeTextFile(`${root}/core/graph/a.ts`, `\nimport "../../training/b.ts";\n`);
    await Deno.writeTextFile(`${root}/data/a.ts`, `import "../../training/b.ts";`);
    const violations = checkBoundaries(await sourceFiles(root));
    assertEquals(violations.length, 1);
    assertStringIncludes(violations[0], "core/graph/a.ts:2: Cannot import");
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
