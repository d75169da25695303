import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkBoundaries, checkFile } from "../../../scripts/boundaries/check_boundaries.ts";

const ALLOWED: [path: string, source: string][] = [
  ["models/vq_vae.ts", `import { Graph } from "../core/graph/graph.ts";`],
  ["core/graph/init.ts", `import { threefry } from "../sampling/threefry.ts";`],
  ["core/sampling/cached.ts", `import type { Prior } from "../../models/pixel_cnn.ts";`],
  ["core/bundle/manifest.ts", `import * as z from "zod"; import "../image/image.ts";`],
  ["routes/decode.ts", `import { Hono } from "hono"; import "../core/image/png.ts";`],
  ["routes/cors.ts", `import { cors } from "hono/cors";`],
  ["engine/train/loop.ts", `import "../../models/vq_vae.ts"; Deno.args; navigator.gpu;`],
  ["engine/optim/adam.ts", `import "../program/program.ts"; navigator.gpu;`],
  ["engine/data/hash.ts", `import "node:crypto";`],
  ["engine/kernels/norm.ts", `import source from "./norm.wgsl" with { type: "text" };`],
  ["main.ts", `import { createApp } from "./routes/app.ts";`],
  ["scripts/train.ts", `import "../engine/device.ts"; import "./cli/flags.ts";`],
  ["core/graph/graph.ts", `/** Deno.args, navigator.gpu */ const text = "Deno.args";`],
  ["core/graph/graph.ts", `// import "../../engine/device.ts"`],
  ["core/graph/graph.ts", `buffer("from", content, "to");`],
];

const REFUSED: [path: string, source: string, complaint: string][] = [
  [
    "core/graph/graph.ts",
    `import "../../engine/device.ts";`,
    `"../../engine/device.ts" as core/graph`,
  ],
  ["core/graph/graph.ts", `import "../../models/vq_vae.ts";`, "as core/graph may import only"],
  ["core/image/png.ts", `import "../graph/graph.ts";`, "as core/image"],
  ["models/vq_vae.ts", `export * from "../core/sampling/cached.ts";`, "as models"],
  ["models/vq_vae.ts", `const m = await import("../engine/device.ts");`, "as models"],
  ["routes/app.ts", `import type { Device } from "../engine/device.ts";`, "as routes"],
  ["routes/app.ts", `new Worker(new URL("../engine/w.ts", import.meta.url));`, "as routes"],
  ["routes/app.ts", `import "../main.ts";`, "as routes"],
  ["main.ts", `import {\n  openDevice,\n} from "./engine/device.ts";`, "main.ts:3: Cannot import"],
  ["worker.ts", `import "./engine/device.ts";`, "as worker.ts"],
  ["engine/train/loop.ts", `import "../../scripts/train.ts";`, "as engine"],
  ["engine/train/loop.ts", `import "../../routes/app.ts";`, "as engine"],
  ["scripts/train.ts", `import "../tests/support/adapter.ts";`, "as scripts"],
  ["core/bundle/hash.ts", `import { createHash } from "node:crypto";`, `"node:crypto"`],
  ["core/bundle/hash.ts", `import { Hono } from "hono";`, `"hono"`],
  ["core/bundle/hash.ts", `await Deno.readFile("x");`, "Cannot use Deno"],
  ["core/sampling/a.ts", `navigator.gpu?.requestAdapter();`, "Cannot use the GPU"],
  ["models/a.ts", `import t from "./a.txt" with { type: "text" };`, "an import attribute"],
  ["engine/program/tuning.ts", `Deno.readTextFile("x");`, "Cannot use Deno as engine/program"],
  ["engine/kernels/norm.ts", `import "../data/idx.ts";`, "as engine/kernels"],
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
    await Deno.writeTextFile(`${root}/core/graph/a.ts`, `\nimport "../../engine/b.ts";\n`);
    await Deno.writeTextFile(`${root}/data/a.ts`, `import "../../engine/b.ts";`);
    const violations = await checkBoundaries(root);
    assertEquals(violations.length, 1);
    assertStringIncludes(violations[0], "core/graph/a.ts:2: Cannot import");
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
