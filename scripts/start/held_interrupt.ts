/** Times of one moment, in milliseconds: of a clock that stands still while the machine is suspended, and one that does not. */
export interface Moment {
  readonly steady: number;
  readonly wall: number;
}

/** A shell as {@link HeldInterrupt} sees it. */
export interface WatchedShell {
  readonly sleeps: number;
  readonly asleep: boolean;
  readonly stopped: boolean;
}

/** Looks further apart than this: the job or the machine was suspended meanwhile. */
const SUSPENDED_MS = 2000;
/** How long after a suspension a shell may wake for that reason. */
const SETTLING_MS = 1000;

/**
 * Notices a SIGINT that a shell holds back. npm passes SIGINT on to the shell in which it runs a program,
 * and a shell acts on it only once its program has ended: nothing else would ever happen. A shell that
 * waits sleeps all the time, so all that shows from outside is that it woke. Other causes do not count:
 * that its program was stopped, or that the job or the machine was suspended.
 */
export class HeldInterrupt {
  #sleeps: number | undefined;
  #last: Moment;
  #settled = -Infinity;

  constructor(start: Moment) {
    this.#last = start;
  }

  /**
   * To be called several times a second.
   *
   * @param shell How often it has gone to sleep so far, whether it sleeps, and whether its program is stopped.
   * @returns Whether it got a SIGINT since the last call.
   */
  noticed(shell: WatchedShell, now: Moment): boolean {
    const { steady, wall } = this.#last;
    this.#last = now;
    const gap = Math.max(now.steady - steady, Math.abs(now.wall - wall));
    if (gap > SUSPENDED_MS) this.#settled = now.steady + SETTLING_MS;
    const before = this.#sleeps;
    if (now.steady < this.#settled || shell.stopped) this.#sleeps = undefined;
    else if (shell.asleep) this.#sleeps = shell.sleeps;
    return before !== undefined && this.#sleeps !== undefined && this.#sleeps > before;
  }
}
