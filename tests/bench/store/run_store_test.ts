import { assertEquals, assertRejects } from "@std/assert";
import { readRuns, saveRun } from "../../../bench/store/run_store.ts";
import { exampleRun } from "./example_run.ts";

async function inFolder(test: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    await test(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("saveRun() names a file by the run's day and commit", () =>
  inFolder(async (root) => {
    const path = await saveRun(exampleRun("2026-11-24", [{ value: 2 }]), { root });
    assertEquals(path, "bench/results/2026-11-24_0123456.json");
  }));

Deno.test("readRuns() gives what saveRun() stored, oldest first", () =>
  inFolder(async (root) => {
    const [older, newer] = ["2026-11-24", "2026-11-25"].map((day) => exampleRun(day, [{}]));
    await saveRun(newer, { name: "a", root });
    await saveRun(older, { name: "b", root });
    assertEquals((await readRuns(root)).map(({ run }) => run), [older, newer]);
  }));

Deno.test("readRuns() names the file and the field that is wrong", () =>
  inFolder(async (root) => {
    const run = { ...exampleRun("2026-11-24", [{}]), commit: "main" };
    await saveRun(run, { name: "wrong", root });
    const error = await assertRejects(
      () => readRuns(root),
      SyntaxError,
      "bench/results/wrong.json",
    );
    assertEquals(error.message.includes("commit"), true, error.message);
  }));

Deno.test("readRuns() refuses two results of one name", () =>
  inFolder(async (root) => {
    await saveRun(exampleRun("2026-11-24", [{}, {}]), { name: "twice", root });
    await assertRejects(() => readRuns(root), SyntaxError, "names of results must differ");
  }));
