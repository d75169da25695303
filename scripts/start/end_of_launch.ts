import { HeldInterrupt, type Moment } from "./held_interrupt.ts";
import { processState } from "./process_state.ts";

const LOOK_MS = 200;

/**
 * Settles once what started this process has ended, or was interrupted without passing it on: `deno task`,
 * and before it npm and its shell. None of them ends its program when it is killed. Never settles where a
 * person or a supervisor started this process itself; npm is only recognised on Linux.
 *
 * @param started Names what started it, as environment variables.
 */
export async function endOfLaunch(started: (name: string) => string | undefined): Promise<void> {
  const byNpm = started("npm_execpath") !== undefined;
  const byTask = started("npm_config_user_agent")?.startsWith("deno/");
  if (!byNpm && !byTask) return await new Promise(() => {});
  const task = Deno.ppid;
  const { links, shell } = byNpm ? npmBefore(task) : { links: [], shell: undefined };
  const interrupt = new HeldInterrupt(moment());
  for (;; await new Promise((resolve) => setTimeout(resolve, LOOK_MS))) {
    if (Deno.ppid !== task) return;
    if (links.some(({ child, parent }) => processState(child)?.parent !== parent)) return;
    const state = shell === undefined ? undefined : processState(shell);
    if (state === undefined) continue;
    const stopped = processState(task)?.stopped ?? false;
    if (interrupt.noticed({ ...state, stopped }, moment())) return;
  }
}

/** A process, and what is its parent for as long as that one lives. */
interface Link {
  readonly child: number;
  readonly parent: number;
}

/** What stands between npm and `deno task`; a shell that replaced itself by its program does not. */
function npmBefore(task: number): { links: Link[]; shell?: number } {
  const links: Link[] = [];
  const parentOf = (child: number) => {
    const parent = processState(child)?.parent ?? 0;
    links.push({ child, parent });
    return { parent, state: processState(parent) };
  };
  let { parent, state } = parentOf(task);
  const shell = state?.command.startsWith("sh -c ") && state.handlesInterrupts ? parent : undefined;
  if (state?.command.startsWith("sh -c ")) ({ parent, state } = parentOf(parent));
  return state?.command.startsWith("npm ") ? { links, shell } : { links: [] };
}

function moment(): Moment {
  return { steady: performance.now(), wall: Date.now() };
}
