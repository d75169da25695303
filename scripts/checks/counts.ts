/** Test results of a part. */
export interface Counts {
  passed: number;
  failed: number;
  /** Names of skipped tests. */
  skipped: string[];
}

/** Adds up parts. */
export function sumCounts(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    skipped: all.flatMap(({ skipped }) => skipped),
  };
}

/** One line: `N passed, N failed`, and `, N skipped` where any were. */
export function countsText({ passed, failed, skipped }: Counts): string {
  const text = `${passed} passed, ${failed} failed`;
  return skipped.length > 0 ? `${text}, ${skipped.length} skipped` : text;
}

/**
 * Reads the JUnit report and the output of `deno test`. The report omits files that fail to load; the output has their
 * number. A run that fails without any of these, or that runs no tests, counts as one failure.
 */
export function countTests(
  { report, output, success }: { report: string; output: string; success: boolean },
): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: [] };
  for (const [, name, body] of report.matchAll(TEST_CASE)) {
    if (body.includes("<failure") || body.includes("<error")) counts.failed++;
    else if (body.includes("<skipped")) counts.skipped.push(unescapeXml(name));
    else counts.passed++;
  }
  const summary = output.match(/^FAILED \| \d+ passed.*? \| (\d+) failed/m);
  counts.failed = Math.max(counts.failed, Number(summary?.[1] ?? 0));
  const empty = counts.passed + counts.failed + counts.skipped.length === 0;
  if (counts.failed === 0 && (!success || empty)) counts.failed = 1;
  return counts;
}

const TEST_CASE = /<testcase name="([^"]*)"[^>]*>([\s\S]*?)<\/testcase>/g;

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescapeXml(text: string): string {
  return text.replace(/&(\w+);/g, (entity, name) => ENTITIES[name] ?? entity);
}
