import { assertEquals } from "@std/assert";

const ROOT = new URL("../..", import.meta.url);

interface Table {
  /** From the repository's root. */
  readonly file: string;
  /** The entry to leave out. */
  readonly entry: string;
  readonly error: RegExp;
}

const TABLES: readonly Table[] = [
  {
    file: "core/graph/registry.ts",
    entry: "  tanh: tanhOp,\n",
    error: /Property 'tanh' is missing/,
  },
  {
    file: "executors/position/rules.ts",
    entry: '  tanh: elementwise("tanh"),\n',
    error: /Property 'tanh' is missing/,
  },
  {
    file: "executors/plain/elementwise.ts",
    entry: '    case "tanh":\n      return tanh;\n',
    error: /lacks ending return statement/,
  },
  {
    file: "executors/plain/compute_of.ts",
    entry: '    case "argmin":\n      return argmin(node, values);\n',
    error: /lacks ending return statement/,
  },
  {
    file: "executors/wasm/instructions.ts",
    entry: "  tanh: abi.TANH,\n",
    error: /Property 'tanh' is missing/,
  },
  {
    file: "executors/wasm/compiled/lower.ts",
    entry: "  argmin: lowerAlongAxis,\n",
    error: /Property 'argmin' is missing/,
  },
  {
    file: "executors/wasm/pointwise/rules.ts",
    entry: "  sqrt: unary(([x]) => f32x4.sqrt(x)),\n",
    error: /Property 'sqrt' is missing/,
  },
  {
    file: "executors/webgpu/compiled/lower.ts",
    entry: "  tanh: lowerPointwise,\n",
    error: /Property 'tanh' is missing/,
  },
  {
    file: "executors/webgpu/compiled/pointwise_rules.ts",
    entry: "  sqrt: unary((x) => `sqrt(${x})`),\n",
    error: /Property 'sqrt' is missing/,
  },
  {
    file: "executors/onnx/rules.ts",
    entry: '  tanh: same("Tanh"),\n',
    error: /Property 'tanh' is missing/,
  },
];

/** The errors of each copy of a table without its entry: all copies are checked in one process. */
async function errorsWithout(tables: readonly Table[]): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  try {
    const copies = await Promise.all(tables.map(async ({ file, entry }, index) => {
      const url = new URL(file, ROOT);
      const source = await Deno.readTextFile(url);
      assertEquals(source.split(entry).length, 2, `${file} has the entry once`);
      const copy = source.replace(entry, "")
        .replace(/from "(\.[^"]+)"/g, (_, path) => `from "${new URL(path, url)}"`);
      await Deno.writeTextFile(`${folder}/${index}.ts`, copy);
      return `${folder}/${index}.ts`;
    }));
    const { stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--config=deno.json", "--no-lock", ...copies],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
    }).output();
    const errors = new TextDecoder().decode(stderr).split(/\n(?=TS\d+ )/);
    return copies.map((path) => errors.filter((it) => it.includes(path)).join("\n"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("an op or node that a table forgets fails the type check", async (test) => {
  const errors = await errorsWithout(TABLES);
  for (const [index, { file, error }] of TABLES.entries()) {
    await test.step(file, () => assertEquals(error.test(errors[index]), true, errors[index]));
  }
});
