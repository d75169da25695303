const ROOT = new URL("../../", import.meta.url).pathname;

/** What a program did. */
export interface Ran {
  readonly success: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Programs whose packages have a lock file of their own, as tests can do without them. */
export interface LockedTools {
  /**
   * Whether npm has the packages that a program imports, or they are here already. A test that needs them is skipped where
   * it has not, and its name says so.
   * @param program Its path from the repository's root.
   */
  hasTool(program: string): Promise<boolean>;
  /**
   * Runs a program.
   * @param program Its path from the repository's root, or an absolute one.
   * @param options.check Whether its types are checked first.
   */
  runTool(program: string, args: readonly string[], options?: { check?: boolean }): Promise<Ran>;
}

/** @param lock The lock file's path from the repository's root. */
export function lockedTools(lock: string): LockedTools {
  const locked = ["--quiet", "--no-config", `--lock=${ROOT}${lock}`];
  return {
    hasTool: async (program) => (await runDeno(["cache", ...locked, `${ROOT}${program}`])).success,
    runTool: async (program, args, { check = false } = {}) => {
      const path = program.startsWith("/") ? program : `${ROOT}${program}`;
      const types = check ? "--check" : "--no-check";
      return await runDeno(["run", "--allow-all", ...locked, types, path, ...args]);
    },
  };
}

async function runDeno(args: string[]): Promise<Ran> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1", REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  }).output();
  const decoder = new TextDecoder();
  return { success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
