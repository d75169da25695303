import { assertEquals } from "@std/assert";
import { copyTask } from "../../../../executors/wasm/compiled/copy.ts";
import { Buffer } from "../../../../executors/wasm/compiled/task.ts";
import { runTasks } from "../../../support/run_tasks.ts";

for (const words of [1, 7, 64, 8192, 20_003]) {
  Deno.test(`copyTask() copies ${words} words`, () => {
    const [from, to] = [new Buffer("from", words), new Buffer("to", words)];
    const values = Float32Array.from({ length: words }, (_, i) => i);
    const read = runTasks([copyTask({ from, to })], new Map([[from, values]]));
    assertEquals(new Float32Array(read(to).buffer), values);
  });
}

for (const enabled of [0, 1]) {
  Deno.test(`copyTask() copies ${enabled ? "where" : "nothing unless"} its guard is 1`, () => {
    const [from, to, guard] = ["from", "to", "guard"].map((label) => new Buffer(label, 2));
    const [values, old] = [Float32Array.of(1, 2), Float32Array.of(3, 4)];
    const read = runTasks(
      [copyTask({ from, to, guard })],
      new Map([[from, values], [to, old], [guard, Float32Array.of(9, enabled)]]),
    );
    assertEquals(new Float32Array(read(to).buffer), enabled ? values : old);
  });
}
