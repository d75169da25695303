import { countsText, sumCounts } from "./counts.ts";
import type { Part } from "./parts.ts";
import type { Outcome } from "./run_deno.ts";

const SHOWN_SKIPS = 10;

/**
 * Runs parts, two at a time except those that must run alone. Prints a line with the seconds of each as it ends, the
 * output of failures, the names of skipped tests, and `N passed, N failed` as the last line.
 * @returns True if nothing failed.
 */
export async function runParts(parts: readonly Part[], print = console.log): Promise<boolean> {
  const outcomes: Outcome[] = [];
  const runOne = async (part: Part) => {
    const start = performance.now();
    const outcome = await part.run();
    outcomes.push(outcome);
    const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(7);
    const state = outcome.failed > 0 ? "FAIL" : "ok  ";
    print(`${state} ${part.name.padEnd(14)} ${seconds} s  ${countsText(outcome)}`);
    if (outcome.failed > 0) print(`\n${outcome.output.trim()}\n`);
  };
  const shared = parts.filter(({ alone }) => !alone);
  const worker = async () => {
    for (let part = shared.shift(); part; part = shared.shift()) await runOne(part);
  };
  await Promise.all([worker(), worker()]);
  for (const part of parts.filter(({ alone }) => alone)) await runOne(part);

  const sum = sumCounts(outcomes);
  for (const name of sum.skipped.slice(0, SHOWN_SKIPS)) print(`skipped: ${name}`);
  const more = sum.skipped.length - SHOWN_SKIPS;
  if (more > 0) print(`skipped: and ${more} more`);
  print(countsText(sum));
  return sum.failed === 0;
}
