const LOOK_MS = 200;

/** Settles once the process `pid` is no longer the parent of this one: it has ended. */
export async function endOfParent(pid: number): Promise<void> {
  while (Deno.ppid === pid) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
