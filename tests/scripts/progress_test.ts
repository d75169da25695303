import { assertEquals } from "@std/assert";
import type { Progress } from "../../training/loop.ts";
import { describeProgress, describeSeconds, ProgressView } from "../../scripts/progress.ts";

const PROGRESS: Progress = {
  stage: "prior",
  step: 30,
  steps: 120,
  metrics: new Map([["loss", 2.3456], ["norm", 0.01234]]),
  stepsPerSecond: 3.14159,
  imagesPerSecond: 100.53,
  secondsLeft: 28.6,
};

const PLAIN = "prior 30/120 3.14 step/s 101 img/s 29s left loss 2.346 norm 0.0123";

/** What a view writes. */
function written(columns: number | undefined, use: (view: ProgressView) => void): string {
  let all = "";
  use(new ProgressView(columns === undefined ? undefined : () => columns, (text) => all += text));
  return all;
}

Deno.test("describeProgress() tells steps, speed, time left and metrics in a line", () => {
  assertEquals(describeProgress(PROGRESS, false), PLAIN);
});

Deno.test("describeProgress() draws a bar for a terminal", () => {
  const line = PLAIN.replace("prior ", "prior [######------------------] ");
  assertEquals(describeProgress(PROGRESS, true), line);
});

Deno.test("describeProgress() tells validation results, and that a stage is done", () => {
  const validation = new Map([["nats", 2.05], ["usage", 0]]);
  const line = describeProgress({ ...PROGRESS, step: 120, validation }, false);
  const expected = "prior 120/120 3.14 step/s 101 img/s done loss 2.346 norm 0.0123";
  assertEquals(line, `${expected} | validation nats 2.050 usage 0.000`);
});

Deno.test("describeSeconds() rounds to what matters", () => {
  const texts = [0.2, 59.4, 59.6, 187, 3599.4, 7500, 100_000].map(describeSeconds);
  assertEquals(texts, ["0s", "59s", "1m00s", "3m07s", "59m59s", "2h05m", "27h46m"]);
});

Deno.test("ProgressView writes plain lines where there is no terminal", () => {
  const text = written(undefined, (view) => {
    view.show(PROGRESS);
    view.say("encoding");
    view.end();
  });
  assertEquals(text, `${PLAIN}\nencoding\n`);
});

Deno.test("ProgressView writes over its line on a terminal", () => {
  const line = describeProgress(PROGRESS, true);
  const text = written(200, (view) => {
    view.show(PROGRESS);
    view.show(PROGRESS);
    view.say("encoding");
    view.end();
  });
  assertEquals(text, `\r\x1b[K${line}\r\x1b[K${line}\nencoding\n`);
});

Deno.test("ProgressView leaves lines with a validation result and last ones on the screen", () => {
  for (const more of [{ validation: new Map([["nats", 2]]) }, { step: 120 }]) {
    const progress = { ...PROGRESS, ...more };
    const text = written(30, (view) => view.show(progress));
    assertEquals(text, `\r\x1b[K${describeProgress(progress, true)}\n`);
  }
});

Deno.test("ProgressView cuts a line that would wrap", () => {
  const text = written(30, (view) => view.show(PROGRESS));
  assertEquals(text, `\r\x1b[K${describeProgress(PROGRESS, true).slice(0, 29)}`);
});
