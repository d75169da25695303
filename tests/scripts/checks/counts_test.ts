import { assertEquals } from "@std/assert";
import { countsText, countTests, sumCounts } from "../../../scripts/checks/counts.ts";

const REPORT = `<testsuites name="deno test" tests="3" failures="1">
  <testcase name="a() adds" classname="x" time="0.1"></testcase>
  <testcase name="b() &lt;k&gt; (no adapter)" classname="x" time="0"><skipped/></testcase>
  <testcase name="c() fails" classname="x" time="0.1">
    <failure message="Uncaught">Error: &lt;testcase name=&quot;no&quot;&gt;</failure>
  </testcase>
</testsuites>`;

Deno.test("countTests() counts what passed, failed and was skipped", () => {
  assertEquals(countTests({ report: REPORT, output: "", success: false }), {
    passed: 1,
    failed: 1,
    skipped: ["b() <k> (no adapter)"],
  });
});

Deno.test("countTests() counts a crash without a failed test as one failure", () => {
  const passing = `<testcase name="a" time="0"></testcase>`;
  assertEquals(countTests({ report: passing, output: "", success: false }), {
    passed: 1,
    failed: 1,
    skipped: [],
  });
});

Deno.test("countTests() counts a run without tests as one failure", () => {
  assertEquals(countTests({ report: "", output: "", success: true }).failed, 1);
});

Deno.test("countTests() counts files that do not load", () => {
  const output = "\nFAILED | 2 passed | 9 failed (830ms)\n";
  assertEquals(countTests({ report: REPORT, output, success: false }).failed, 9);
  const steps = "\nFAILED | 1 passed (1 step) | 4 failed (1 step) | 1 ignored (398ms)\n";
  assertEquals(countTests({ report: REPORT, output: steps, success: false }).failed, 4);
});

Deno.test("countsText() names skipped tests only where there are any", () => {
  const sum = sumCounts([
    { passed: 2, failed: 0, skipped: [] },
    { passed: 1, failed: 1, skipped: ["gpu"] },
  ]);
  assertEquals(countsText(sum), "3 passed, 1 failed, 1 skipped");
  assertEquals(countsText({ ...sum, skipped: [] }), "3 passed, 1 failed");
});
