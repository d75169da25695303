import { assertEquals } from "@std/assert";
import { bundleOnnx } from "../../../offline/export/bundle_onnx.ts";
import { AUTOENCODER, PRIOR, randomBundle } from "../../generation/random_bundle.ts";
import { shippedBundle } from "../../offline/export/shipped_bundle.ts";

/** Debian's `python3-onnx` is a package of Debian's own Python, which need not be the first. */
const PYTHONS = ["python3", "/usr/bin/python3"];

const CHECK = `
import sys, onnx
for path in sys.argv[1:]:
    onnx.checker.check_model(onnx.load(path), full_check=True)
`;

const python = await findPython();
const reason = python === undefined ? " (no python3-onnx)" : "";

Deno.test({
  name: `bundleOnnx() writes files that ONNX's full check takes${reason}`,
  ignore: python === undefined,
  fn: async () => {
    const plain = randomBundle(
      { ...AUTOENCODER, normaliseCodes: true, downsamplings: 1, imageShape: SMALL },
      { ...PRIOR, classes: 0 },
    );
    const bundles = [(await shippedBundle()).bundle, randomBundle(), plain];
    const folder = await Deno.makeTempDir();
    try {
      for (const [i, bundle] of bundles.entries()) {
        for (const [name, file] of bundleOnnx(bundle)) {
          await Deno.writeFile(`${folder}/${i}_${name}`, file);
        }
      }
      const paths = [...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`);
      assertEquals(paths.length, 3 * bundles.length);
      const { success, output } = await run(python!, ["-c", CHECK, ...paths]);
      assertEquals(success, true, output);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

const SMALL = { channels: 3, height: 4, width: 6 };

async function findPython(): Promise<string | undefined> {
  for (const program of PYTHONS) {
    if ((await run(program, ["-c", "import onnx"])).success) return program;
  }
}

async function run(
  program: string,
  args: readonly string[],
): Promise<{ success: boolean; output: string }> {
  try {
    const { success, stderr } = await new Deno.Command(program, { args: [...args] }).output();
    return { success, output: new TextDecoder().decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { success: false, output: error.message };
    throw error;
  }
}
