import { expandTemplate } from "../../executors/webgpu/kernels/expand_template.ts";
import asc from "../../vendor/assemblyscript/asc.ts";

/**
 * What sources may repeat, as the shaders do: indices of channels in fours, and of inputs. An index is written `$four`,
 * not `{four}`: the sources stay TypeScript.
 */
const REPEATS = { four: 4, i32: 32, i64: 64 };

/** Where the sources and the binary lie, from the repository's root. */
export const KERNELS = {
  source: "executors/wasm/kernels/kernels.ts",
  binary: "executors/wasm/kernels/kernels.wasm",
} as const;

/**
 * Plain SIMD: relaxed instructions may differ between machines, and a drawn code must not. Level 1: higher ones
 * reorder the sums of a convolution, which then spill registers (10 % slower).
 */
const OPTIONS = [
  ...["--optimizeLevel", "1", "--noAssert", "--runtime", "stub"],
  ...["--enable", "simd,bulk-memory", "--disableWarning", "112"],
];

/**
 * Compiles the WASM kernels.
 * @param root Folder of the repository.
 * @returns The binary, the same bytes for the same sources and compiler.
 * @throws {Error} With the compiler's messages.
 */
export async function compileKernels(root: string): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const messages: string[] = [];
  const { error } = await asc.main(
    [KERNELS.source, "--baseDir", root, "--outFile", "kernels.wasm", ...OPTIONS],
    {
      readFile: async (name, base) => {
        try {
          // The compiler adds an ending to imports, which Deno wants to have one already.
          const source = await Deno.readTextFile(`${base}/${name.replace(/\.ts\.ts$/, ".ts")}`);
          return expandTemplate(source.replace(/\$(\w+)/g, "{$1}"), REPEATS);
        } catch (failure) {
          if (failure instanceof Deno.errors.NotFound) return null;
          throw failure;
        }
      },
      writeFile: (_, contents) => {
        binary = contents as Uint8Array;
      },
      listFiles: () => null,
      stderr: { write: (message) => void messages.push(String(message)) },
    },
  );
  if (error || !binary) {
    const state = messages.join("");
    throw new Error(`Cannot compile ${KERNELS.source}: expected AssemblyScript, got ${state}`);
  }
  return binary;
}
