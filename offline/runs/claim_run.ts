import { writing } from "../files/write_error.ts";
import { lockRun, type RunLock } from "./run_lock.ts";
import { RUNS } from "./run_record.ts";

/** A run that can't be started or continued. The hint says what to do. */
export class RunError extends Error {
  override readonly name = "RunError";
  constructor(message: string, readonly hint: string) {
    super(message);
  }
}

/** A folder for a new run, locked by this process. */
export interface ClaimedRun {
  readonly name: string;
  readonly lock: RunLock;
}

/**
 * Makes the folder of a new run. Two processes never get the same one.
 * @param wanted A name that must be free; or a usual name, which gets a number where it is taken: `mnist`,
 * `mnist-2`, `mnist-3`.
 * @throws {RunError} If the wanted name is taken. @throws {WriteError}
 */
export async function claimRun(
  wanted: { readonly name: string } | { readonly usual: string },
  { root = RUNS }: { root?: string } = {},
): Promise<ClaimedRun> {
  await writing(root, () => Deno.mkdir(root, { recursive: true }));
  for (let number = 1;; number++) {
    const name = "name" in wanted ? wanted.name : numbered(wanted.usual, number);
    const folder = `${root}/${name}`;
    if (await makeFolder(folder)) {
      const lock = await lockRun(folder);
      if (lock) return { name, lock };
    }
    if ("name" in wanted) throw nameTaken(name);
  }
}

/** @throws {RunError} If a run has that name. */
export async function requireFreeName(
  name: string,
  { root = RUNS }: { root?: string } = {},
): Promise<void> {
  const taken = await Deno.stat(`${root}/${name}`).then(() => true, () => false);
  if (taken) throw nameTaken(name);
}

function nameTaken(name: string): RunError {
  return new RunError(
    `Cannot start run ${name}: expected a name that no run has, got one in use`,
    `add --resume to continue it, or choose another --name`,
  );
}

/** `mnist`, `mnist-2` …, at most 64 characters long. */
function numbered(usual: string, number: number): string {
  const suffix = number === 1 ? "" : `-${number}`;
  return usual.slice(0, 64 - suffix.length) + suffix;
}

/** Whether there was none before. */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await writing(folder, () => Deno.mkdir(folder));
    return true;
  } catch (error) {
    if (error instanceof Error && error.cause instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}
