import { assertEquals } from "@std/assert";
import { countReport, countsText, sumCounts } from "../../../scripts/checks/counts.ts";

const REPORT = `<testsuites name="deno test" tests="3" failures="1">
  <testcase name="a() adds" classname="x" time="0.1"></testcase>
  <testcase name="b() &lt;k&gt; (no adapter)" classname="x" time="0"><skipped/></testcase>
  <testcase name="c() fails" classname="x" time="0.1">
    <failure message="Uncaught">Error: &lt;testcase name=&quot;no&quot;&gt;</failure>
  </testcase>
</testsuites>`;

Deno.test("countReport() counts what passed, failed and was skipped", () => {
  assertEquals(countReport(REPORT, false), {
    passed: 1,
    failed: 1,
    skipped: ["b() <k> (no adapter)"],
  });
});

Deno.test("countReport() counts a crash without a failed test as one failure", () => {
  const passing = `<testcase name="a" time="0"></testcase>`;
  assertEquals(countReport(passing, false), { passed: 1, failed: 1, skipped: [] });
});

Deno.test("countReport() counts a run without tests as one failure", () => {
  assertEquals(countReport("", true).failed, 1);
  assertEquals(countReport(undefined, true).failed, 1);
});

Deno.test("countsText() names skipped tests only where there are any", () => {
  const sum = sumCounts([
    { passed: 2, failed: 0, skipped: [] },
    { passed: 1, failed: 1, skipped: ["gpu"] },
  ]);
  assertEquals(countsText(sum), "3 passed, 1 failed, 1 skipped");
  assertEquals(countsText({ ...sum, skipped: [] }), "3 passed, 1 failed");
});
