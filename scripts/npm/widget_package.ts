const NAME = "@tessera/widget";

/** Folders and files of `static/` that the widget loads, and its types. */
const FILES = ["widget.js", "widget.d.ts"];
const RUNTIME = "runtime";

/**
 * The widget as an npm package: its program and types, and the runtime that it loads from its own folder.
 * @param root The repository. @returns Bytes by path in the package.
 */
export async function widgetPackage(root: string): Promise<Map<string, Uint8Array>> {
  const { version, license } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
  const files = new Map<string, Uint8Array>();
  const encoder = new TextEncoder();
  const manifest = `${JSON.stringify(manifestOf({ version, license }), null, 2)}\n`;
  files.set("package.json", encoder.encode(manifest));
  files.set("README.md", encoder.encode(README));
  files.set("LICENSE", await Deno.readFile(`${root}/LICENSE`));
  for (const path of [...FILES, ...await filesIn(`${root}/static`, RUNTIME)]) {
    files.set(path, await Deno.readFile(`${root}/static/${path}`));
  }
  return files;
}

function manifestOf({ version, license }: { version: string; license: string }) {
  return {
    name: NAME,
    version,
    description: "A custom element that draws pictures with a Tessera model in the page.",
    keywords: ["custom-element", "generative", "vq-vae", "webgpu", "webassembly"],
    license,
    type: "module",
    sideEffects: ["./widget.js"],
    main: "./widget.js",
    types: "./widget.d.ts",
    exports: {
      ".": { types: "./widget.d.ts", default: "./widget.js" },
      "./package.json": "./package.json",
    },
    files: [...FILES, RUNTIME],
  };
}

async function filesIn(folder: string, path: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${folder}/${path}`)) {
    const inner = `${path}/${name}`;
    if (isDirectory) paths.push(...await filesIn(folder, inner));
    else paths.push(inner);
  }
  return paths.sort();
}

const README = `# ${NAME}

\`<tessera-generator>\` draws pictures with a model that Tessera trained, in the visitor's browser: on WebGPU or WebAssembly,
with the same codes as the server for the same seed.

\`\`\`html
<script type="module" src="node_modules/${NAME}/widget.js"></script>
<tessera-generator src="https://HOST/models/mnist/" seed="7" class-label="3"></tessera-generator>
\`\`\`

The program loads \`runtime/\` from the folder that it lies in: serve the package's files as they are, next to each other, or
take \`widget.js\` from a Tessera server. A bundler that moves \`widget.js\` must copy \`runtime/\` beside it.

\`\`\`ts
import type { ImageDetail, TesseraGenerator } from "${NAME}";
\`\`\`

MIT licence. \`runtime/onnxruntime\` is ONNX Runtime Web; its licence is beside it.
`;
