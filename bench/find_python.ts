/** Programs that may be a Python with PyTorch: Debian's first, as another in front of it often has none. */
const CANDIDATES = ["/usr/bin/python3", "python3", "python"];

/** Names a processor whose kernels OpenBLAS is to take: another than this one's would be measured. */
const FORCED_KERNELS = "OPENBLAS_CORETYPE";

/**
 * The first Python that has PyTorch.
 * @param candidates Programs, in order. @returns Undefined where none has it.
 */
export async function findPython(
  candidates: readonly string[] = CANDIDATES,
): Promise<string | undefined> {
  for (const program of candidates) {
    if (await hasTorch(program)) return program;
  }
  return undefined;
}

async function hasTorch(program: string): Promise<boolean> {
  try {
    const args = ["-c", "import torch"];
    return (await new Deno.Command(program, { args, stdout: "null", stderr: "null" }).output())
      .success;
  } catch {
    return false;
  }
}

/** The environment for a program that is compared with: OpenBLAS chooses its own kernels. */
export function peerEnvironment(
  environment: Readonly<Record<string, string>> = Deno.env.toObject(),
): Record<string, string> {
  const { [FORCED_KERNELS]: _, ...rest } = environment;
  return { ...rest, NO_COLOR: "1" };
}
