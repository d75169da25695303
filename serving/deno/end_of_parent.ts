const LOOK_MS = 200;

/** Resolves once the process `pid` has ended, so that it is no longer the parent of this one. */
export async function endOfParent(pid: number): Promise<void> {
  while (Deno.ppid === pid) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
