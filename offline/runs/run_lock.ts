import { writing } from "../files/write_error.ts";

const LOCK_FILE = "lock";

/** `runs` looks at a lock by taking it for a moment, which must not keep a run from starting. */
const TRIES = 5;
const RETRY_MS = 20;

/** A run that this process trains: no other may, until this is released or the process ends. */
export interface RunLock extends Disposable {
  readonly folder: string;
}

/**
 * Locks a run's folder. The system lets go of the lock however the process ends, so a killed run is never
 * taken for one that is running.
 * @returns Undefined if another process trains the run.
 * @throws {WriteError} If the folder can't be written to.
 */
export async function lockRun(folder: string): Promise<RunLock | undefined> {
  const path = `${folder}/${LOCK_FILE}`;
  const file = await writing(path, () => Deno.open(path, { write: true, create: true }));
  for (let i = 0; i < TRIES; i++) {
    if (await file.tryLock(true)) return { folder, [Symbol.dispose]: () => file.close() };
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  file.close();
  return undefined;
}

/** Whether a process trains the run in a folder. */
export async function isLocked(folder: string): Promise<boolean> {
  try {
    using file = await Deno.open(`${folder}/${LOCK_FILE}`, { read: true });
    return !await file.tryLock(false);
  } catch {
    return false;
  }
}
