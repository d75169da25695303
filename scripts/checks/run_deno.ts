import { type Counts, countTests } from "./counts.ts";
import { testPrograms } from "./test_programs.ts";

/** The result of a part; its output is shown if it failed. */
export interface Outcome extends Counts {
  output: string;
}

const LIMIT_MINUTES = 20;

/**
 * The lock file with what only tests and benchmarks use, some of it large: `deno.lock` is without, as a
 * server downloads all that its lock file holds.
 */
export const DEV_LOCK = "--lock=deno.dev.lock";

/** Runs `deno …` as one check: passed or failed. */
export async function denoCheck(root: string, args: readonly string[]): Promise<Outcome> {
  const { success, output } = await runDeno(root, args);
  return { passed: success ? 1 : 0, failed: success ? 0 : 1, skipped: [], output };
}

/** Runs `deno test …` and counts its tests. Types are checked separately. */
export async function denoTest(root: string, args: readonly string[]): Promise<Outcome> {
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const { success, output } = await runDeno(root, [
      ...["test", "--allow-all", "--no-check", DEV_LOCK, `--junit-path=${report}`],
      ...args,
    ]);
    const counts = countTests({ report: await Deno.readTextFile(report), output, success });
    // With errors to show, leave out the lines of tests that passed.
    const errors = output.indexOf("\n ERRORS \n");
    return { ...counts, output: errors < 0 ? output : output.slice(errors) };
  } finally {
    await Deno.remove(report);
  }
}

/** How test files are run. */
export interface TestFilesOptions {
  /** Programs that the files are spread over, at most; default 1. */
  readonly programs?: number;
  /** Whether a program runs on each processor at a time. */
  readonly parallel?: boolean;
}

/** Runs test files; none at all count as a failure. */
export async function denoTestFiles(
  root: string,
  files: readonly string[],
  { programs = 1, parallel = false }: TestFilesOptions = {},
): Promise<Outcome> {
  // Without a path `deno test` would run every test there is.
  if (files.length === 0) return { passed: 0, failed: 1, skipped: [], output: "no test file" };
  const folder = await Deno.makeTempDir();
  try {
    const paths = testPrograms(root, files, programs).map((source, i) => {
      const path = `${folder}/${i}_test.ts`;
      Deno.writeTextFileSync(path, source);
      return path;
    });
    return await denoTest(root, parallel ? ["--parallel", ...paths] : paths);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function runDeno(
  cwd: string,
  args: readonly string[],
): Promise<{ success: boolean; output: string }> {
  const limit = AbortSignal.timeout(LIMIT_MINUTES * 60_000);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdout: "piped",
    stderr: "piped",
    signal: limit,
  }).output();
  const decoder = new TextDecoder();
  const output = decoder.decode(stdout) + decoder.decode(stderr);
  return limit.aborted
    ? { success: false, output: `${output}\nstopped after ${LIMIT_MINUTES} minutes\n` }
    : { success, output };
}
