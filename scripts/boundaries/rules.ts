/** Who may import whom. Paths are prefixes from the repository's root; a room may always import what it holds. */
export interface Room {
  /** A folder or a file; the longest one that holds a file is the file's room. */
  path: string;
  /** Folders and files it may import. */
  imports: readonly string[];
  /** Packages of the import map it may import. */
  packages: readonly string[];
  /** Where its code must run beside Deno: a page with WebGPU, or everywhere (workerd, a page without a GPU). */
  runs?: "in a page" | "everywhere";
}

const LEAVES = ["core/sampling/threefry.ts", "core/sampling/random.ts"];

const ENGINE = ["core", "engine/device.ts", "engine/kernels", "engine/optim", "engine/program"];

/** The arrows of ARCHITECTURE.md. What is not listed is refused. */
export const ROOMS: readonly Room[] = [
  { path: "core", imports: [], packages: ["zod"], runs: "everywhere" },
  { path: "core/graph", imports: LEAVES, packages: [], runs: "everywhere" },
  { path: "core/image", imports: [], packages: [], runs: "everywhere" },
  { path: "core/bundle", imports: ["core"], packages: ["zod"], runs: "everywhere" },
  { path: "core/edge", imports: ["core", "models"], packages: ["zod"], runs: "everywhere" },
  { path: "core/sampling", imports: ["core", "models"], packages: ["zod"], runs: "everywhere" },
  { path: "models", imports: ["core/graph", ...LEAVES], packages: ["zod"], runs: "everywhere" },
  { path: "routes", imports: ["core", "models"], packages: ["hono", "zod"], runs: "everywhere" },
  { path: "serving", imports: ["core", "models", "routes"], packages: ["zod"], runs: "everywhere" },
  { path: "serving/deno", imports: ["cli", "core", "models", "routes", "serving"], packages: [] },
  { path: "static", imports: [], packages: [], runs: "in a page" },
  {
    path: "static/src",
    imports: ["core", "models", "vendor/onnxruntime"], // Types; ONNX Runtime itself is fetched.
    packages: ["zod"],
    runs: "in a page",
  },
  { path: "examples", imports: [], packages: ["node:process"] },
  { path: "engine", imports: ["core", "models"], packages: ["zod", "node:crypto", "node:zlib"] },
  { path: "engine/device.ts", imports: [], packages: [], runs: "in a page" },
  { path: "engine/kernels", imports: ENGINE, packages: [], runs: "in a page" },
  { path: "engine/optim", imports: ENGINE, packages: [], runs: "in a page" },
  { path: "engine/program", imports: ENGINE, packages: [], runs: "in a page" },
  { path: "cli", imports: [], packages: [] },
  {
    path: "main.ts",
    imports: ["cli", "core", "models", "routes", "serving"],
    packages: ["hono", "zod"],
  },
  {
    path: "worker.ts",
    imports: ["core", "models", "routes", "serving"],
    packages: ["hono", "zod"],
  },
  {
    path: "scripts",
    imports: ["cli", "core", "engine", "models", "routes", "serving", "vendor"],
    packages: ["zod"],
  },
  {
    path: "tests",
    imports: [
      ...["cli", "core", "engine", "models", "routes", "serving", "scripts", "static"],
      ...["main.ts", "worker.ts", "vendor/axe", "vendor/onnxruntime"],
      ...["vendor/cyclonedx", "vendor/openapi", "vendor/playwright", "vendor/yaml"],
    ],
    packages: ["@std/assert", "fast-check", "hono", "zod", "node:crypto"],
  },
];

/** What a room's code, comments and texts aside, must not mention to run where it must. */
export const NOT_PORTABLE: readonly { pattern: RegExp; name: string; pageHasIt: boolean }[] = [
  { pattern: /\bDeno\s*\./, name: "Deno", pageHasIt: false },
  { pattern: /\bprocess\s*\./, name: "process", pageHasIt: false },
  { pattern: /\bnavigator\s*\??\.\s*gpu\b|\bGPU[A-Z]\w+/, name: "the GPU", pageHasIt: true },
  { pattern: /\bwith\s*\{\s*type:/, name: "an import attribute", pageHasIt: true },
];
