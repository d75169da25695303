import type { Progress } from "../training/loop.ts";

const BAR = 24;

/** Shows training: one line that is rewritten on a terminal, plain lines elsewhere. */
export class ProgressView {
  #open = false;

  /**
   * @param columns Tells the width of the terminal; undefined where there is none.
   * @param write Receives text for stderr.
   */
  constructor(
    private readonly columns: (() => number) | undefined,
    private readonly write: (text: string) => void,
  ) {}

  /** A moment of training. Lines with a validation result stay on the screen. */
  show(progress: Progress): void {
    const line = describeProgress(progress, this.columns !== undefined);
    if (!this.columns) return this.write(`${line}\n`);
    const stays = progress.validation !== undefined || progress.step === progress.steps;
    // A line that wraps could not be written over.
    this.write(`\r\x1b[K${stays ? line : line.slice(0, this.columns() - 1)}`);
    this.#open = true;
    if (stays) this.end();
  }

  /** A sentence of its own. */
  say(text: string): void {
    this.end();
    this.write(`${text}\n`);
  }

  /** Ends the line in progress. */
  end(): void {
    if (this.#open) this.write("\n");
    this.#open = false;
  }
}

/** One line: `prior [####----] 120/938 3.1 step/s 198 img/s 4m22s left loss 2.31 | validation …`. */
export function describeProgress(progress: Progress, terminal: boolean): string {
  const { stage, step, steps, stepsPerSecond, imagesPerSecond, secondsLeft } = progress;
  const filled = Math.round(BAR * step / steps);
  const bar = terminal ? `[${"#".repeat(filled)}${"-".repeat(BAR - filled)}] ` : "";
  const speed = `${stepsPerSecond.toPrecision(3)} step/s ${imagesPerSecond.toFixed(0)} img/s`;
  const left = step === steps ? "done" : `${describeSeconds(secondsLeft)} left`;
  const validation = progress.validation ? ` | validation ${list(progress.validation)}` : "";
  return `${stage} ${bar}${step}/${steps} ${speed} ${left} ${list(progress.metrics)}${validation}`;
}

/** `42s`, `3m07s`, `2h05m`. */
export function describeSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h${two(Math.floor(whole % 3600 / 60))}m`;
}

function list(metrics: ReadonlyMap<string, number>): string {
  return [...metrics].map(([name, value]) => `${name} ${shorten(value)}`).join(" ");
}

function shorten(value: number): string {
  return value !== 0 && Math.abs(value) < 0.1 ? value.toPrecision(3) : value.toFixed(3);
}
