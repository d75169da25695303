/** A process as described by Linux. */
export interface ProcessState {
  readonly parent: number;
  readonly command: string;
  /** How often it went to sleep. */
  readonly sleeps: number;
  /** Whether it waits for something. */
  readonly asleep: boolean;
  /** Whether it is stopped, as by Ctrl-Z. */
  readonly stopped: boolean;
  /** Whether it handles SIGINT itself. */
  readonly handlesInterrupts: boolean;
}

const INTERRUPT = 1n << 1n; // Signal 2.

/** The state of a process; undefined if it does not exist or the system cannot say. */
export function processState(pid: number): ProcessState | undefined {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(status)![1];
    return {
      parent: Number(field("PPid")),
      command: Deno.readTextFileSync(`/proc/${pid}/cmdline`).replaceAll("\0", " "),
      sleeps: Number(field("voluntary_ctxt_switches")),
      asleep: field("State") === "S",
      stopped: /[Tt]/.test(field("State")),
      handlesInterrupts: (BigInt(`0x${field("SigCgt")}`) & INTERRUPT) !== 0n,
    };
  } catch {
    return undefined;
  }
}
