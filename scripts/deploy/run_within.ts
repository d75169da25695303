/** How a program ended. */
export interface Ended {
  readonly success: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** What runs and for how long at most. */
export interface LimitedProgram {
  readonly args: readonly string[];
  readonly seconds: number;
  readonly cwd?: string;
}

const ENDINGS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

/**
 * Runs a program that may wait for a network that never answers.
 *
 * @returns How it ended; undefined if it was not done in time: then it and all it started are killed.
 * @throws {Deno.errors.NotFound} If there is no such program.
 */
export async function runWithin(
  program: string,
  { args, seconds, cwd }: LimitedProgram,
): Promise<Ended | undefined> {
  // In a process group of its own, which can be killed whole.
  const child = new Deno.Command(program, {
    args: [...args],
    cwd,
    detached: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let late = false;
  const end = () => killGroup(child.pid);
  const timer = setTimeout(() => {
    late = true;
    end();
  }, seconds * 1000);
  const leave = () => {
    end();
    Deno.exit(130);
  };
  // What ends this process does not reach the group.
  for (const signal of ENDINGS) Deno.addSignalListener(signal, leave);
  try {
    const { success, stdout, stderr } = await child.output();
    if (late) return undefined;
    const decoder = new TextDecoder();
    return { success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } finally {
    clearTimeout(timer);
    for (const signal of ENDINGS) Deno.removeSignalListener(signal, leave);
  }
}

function killGroup(leader: number): void {
  try {
    Deno.kill(Deno.build.os === "windows" ? leader : -leader, "SIGKILL");
  } catch {
    // It has just ended.
  }
}
