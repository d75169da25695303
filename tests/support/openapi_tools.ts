const ROOT = new URL("../../", import.meta.url).pathname;

/** What a program of {@link runTool} did. */
export interface Ran {
  readonly success: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Whether npm has the packages that a program imports, or they are here already. A test that needs them is skipped where
 * it has not, and its name says so: nothing else needs them.
 *
 * @param program Its path from the repository's root.
 */
export async function hasTool(program: string): Promise<boolean> {
  return (await runDeno(["cache", ...LOCKED, `${ROOT}${program}`])).success;
}

/**
 * Runs a program that reads or uses OpenAPI documents, its packages locked in `vendor/openapi/openapi.lock`.
 *
 * @param program Its path from the repository's root, or an absolute one.
 * @param options.check Whether its types are checked first.
 */
export async function runTool(
  program: string,
  args: readonly string[],
  { check = false }: { check?: boolean } = {},
): Promise<Ran> {
  const path = program.startsWith("/") ? program : `${ROOT}${program}`;
  const types = check ? "--check" : "--no-check";
  return await runDeno(["run", "--allow-all", ...LOCKED, types, path, ...args]);
}

const LOCKED = ["--quiet", "--no-config", `--lock=${ROOT}vendor/openapi/openapi.lock`];

async function runDeno(args: string[]): Promise<Ran> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1", REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  }).output();
  const decoder = new TextDecoder();
  return { success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
