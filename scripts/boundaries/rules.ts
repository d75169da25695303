/** Which rooms may import which. Paths are prefixes from the repository's root; a room may always import what it holds. */
export interface Room {
  /** A folder or a file; the longest one that holds a file is the file's room. */
  path: string;
  /** Folders and files it may import. */
  imports: readonly string[];
  /** Packages of the import map it may import. */
  packages: readonly string[];
  /** Where its code must run besides Deno: in a page with WebGPU, or everywhere (workerd, pages without a GPU). */
  runs?: "in a page" | "everywhere";
}

/** Common to all executors: the graph and its position order. */
const GRAPH = ["core/graph", "core/random"];

/** What executors share about memory. */
const STORAGE = "executors/storage";

const SERVED = ["core", "executors/plain", "executors/position", "executors/wasm", "generation"];

const WEBGPU = ["core", "executors/webgpu"];

/** The arrows of ARCHITECTURE.md. What is not listed is refused. */
export const ROOMS: readonly Room[] = [
  { path: "core/random", imports: [], packages: [], runs: "everywhere" },
  { path: "core/graph", imports: ["core/random"], packages: [], runs: "everywhere" },
  { path: "core/image", imports: [], packages: [], runs: "everywhere" },
  { path: "core/bundle", imports: ["core/graph"], packages: ["zod"], runs: "everywhere" },
  { path: "models", imports: GRAPH, packages: ["zod"], runs: "everywhere" },
  { path: "executors/position", imports: GRAPH, packages: [], runs: "everywhere" },
  { path: STORAGE, imports: GRAPH, packages: [], runs: "everywhere" },
  {
    path: "executors/plain",
    imports: [...GRAPH, "executors/position"],
    packages: [],
    runs: "everywhere",
  },
  {
    path: "executors/wasm",
    imports: [...GRAPH, "executors/position", STORAGE],
    packages: [],
    runs: "everywhere",
  },
  { path: "executors/webgpu", imports: [...GRAPH, STORAGE], packages: [], runs: "in a page" },
  { path: "executors/onnx", imports: GRAPH, packages: [], runs: "everywhere" },
  { path: "generation", imports: SERVED, packages: [], runs: "everywhere" },
  { path: "routes", imports: SERVED, packages: ["hono", "zod"], runs: "everywhere" },
  { path: "serving", imports: [...SERVED, "routes"], packages: ["zod"], runs: "everywhere" },
  {
    path: "serving/deno",
    imports: [...SERVED, "cli", "routes", "serving"],
    packages: [],
  },
  { path: "static", imports: [], packages: [], runs: "in a page" },
  {
    path: "web",
    imports: [...SERVED, "vendor/onnxruntime"], // Types; ONNX Runtime itself is fetched.
    packages: ["zod"],
    runs: "in a page",
  },
  { path: "examples", imports: ["mod.ts", "static"], packages: ["node:process", "zod"] },
  {
    path: "training",
    imports: ["core", "generation", "models"],
    packages: [],
    runs: "everywhere",
  },
  {
    path: "offline",
    imports: [...WEBGPU, ...SERVED, "executors/onnx", "models", "training"],
    packages: ["zod", "node:crypto", "node:os", "node:zlib"],
  },
  { path: "cli", imports: [], packages: [] },
  {
    path: "mod.ts",
    imports: [
      "core",
      "generation",
      "models",
      "offline",
      "serving/deno/wasm_kernels.ts",
      "training",
    ],
    packages: [],
  },
  {
    path: "main.ts",
    imports: [...SERVED, "cli", "routes", "serving"],
    packages: ["hono", "zod"],
  },
  {
    path: "worker.ts",
    imports: [...SERVED, "routes", "serving"],
    packages: ["hono", "zod"],
  },
  {
    path: "bench",
    imports: [
      ...["cli", "core", "executors", "generation", "models", "offline", "routes", "scripts"],
      ...["serving", "training", "vendor"],
    ],
    packages: ["zod", "node:os"],
  },
  {
    path: "scripts",
    imports: [
      ...["bench", "cli", "core", "executors", "generation", "models", "offline", "routes"],
      ...["serving", "training", "vendor"],
    ],
    packages: ["zod"],
  },
  {
    path: "tests",
    imports: [
      ...[
        "bench",
        "cli",
        "core",
        "examples",
        "executors",
        "generation",
        "models",
        "offline",
        "routes",
      ],
      ...["serving", "scripts", "static", "training", "web", "main.ts", "mod.ts", "worker.ts"],
      ...["vendor/axe", "vendor/cyclonedx", "vendor/onnxruntime", "vendor/openapi"],
      ...["vendor/playwright", "vendor/yaml"],
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
