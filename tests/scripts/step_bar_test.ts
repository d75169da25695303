import { assertEquals } from "@std/assert";
import { StepBar } from "../../scripts/step_bar.ts";

Deno.test("StepBar writes a plain line each tenth where there is no terminal", () => {
  const lines: string[] = [];
  const bar = new StepBar(false, (text) => lines.push(text));
  for (let done = 1; done <= 25; done++) bar.show("drawing", done, 25);
  assertEquals(lines.length, 10);
  assertEquals([lines[0], lines[9]], ["drawing 3/25\n", "drawing 25/25\n"]);
});

Deno.test("StepBar rewrites one line on a terminal and ends it before a sentence", () => {
  let text = "";
  const bar = new StepBar(true, (part) => text += part);
  bar.show("drawing", 1, 2);
  bar.say("stopped");
  bar.show("drawing", 2, 2);
  assertEquals(
    text,
    `\r\x1b[Kdrawing [${"#".repeat(12)}${"-".repeat(12)}] 1/2\nstopped\n` +
      `\r\x1b[Kdrawing [${"#".repeat(24)}] 2/2\n`,
  );
});
