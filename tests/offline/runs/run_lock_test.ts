import { assert, assertEquals } from "@std/assert";
import { isLocked, lockRun } from "../../../offline/runs/run_lock.ts";
import { withRoot } from "./some_run.ts";

Deno.test("lockRun() gives nothing while another holds the lock", () =>
  withRoot(async (root) => {
    using first = await lockRun(root);
    assert(first);
    assertEquals(await lockRun(root), undefined);
  }));

Deno.test("isLocked() is true only while the lock is held", () =>
  withRoot(async (root) => {
    assertEquals(await isLocked(root), false);
    {
      using _ = await lockRun(root);
      assertEquals(await isLocked(root), true);
    }
    assertEquals(await isLocked(root), false);
  }));

Deno.test("isLocked() is false once the process that held the lock was killed", () =>
  withRoot(async (root) => {
    const module = import.meta.resolve("../../../offline/runs/run_lock.ts");
    const script = `
      const { lockRun } = await import("${module}");
      const lock = await lockRun("${root}");
      console.log(lock.folder);
      setInterval(() => {}, 1000);`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-check", script],
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    assertEquals(await isLocked(root), true);
    child.kill("SIGKILL");
    await child.status;
    await reader.cancel();
    assertEquals(await isLocked(root), false);
  }));
