import { assertEquals, assertRejects } from "@std/assert";
import { claimRun, requireFreeName, RunError } from "../../../offline/runs/claim_run.ts";
import { withRoot } from "./some_run.ts";

Deno.test("claimRun() gives a usual name a number where it is taken", () =>
  withRoot(async (root) => {
    const names: string[] = [];
    for (let i = 0; i < 3; i++) {
      const { name, lock } = await claimRun({ usual: "mnist" }, { root });
      lock[Symbol.dispose]();
      names.push(name);
    }
    assertEquals(names, ["mnist", "mnist-2", "mnist-3"]);
  }));

Deno.test("claimRun() never gives two callers the same name", () =>
  withRoot(async (root) => {
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => claimRun({ usual: "x" }, { root })),
    );
    for (const { lock } of claims) lock[Symbol.dispose]();
    assertEquals(new Set(claims.map(({ name }) => name)).size, 8);
  }));

Deno.test("claimRun() keeps a numbered name within 64 characters", () =>
  withRoot(async (root) => {
    const usual = "m".repeat(64);
    for (const expected of [usual, `${"m".repeat(62)}-2`]) {
      const { name, lock } = await claimRun({ usual }, { root });
      lock[Symbol.dispose]();
      assertEquals(name, expected);
    }
  }));

Deno.test("claimRun() refuses a wanted name that is taken, and says what to do", () =>
  withRoot(async (root) => {
    (await claimRun({ name: "mine" }, { root })).lock[Symbol.dispose]();
    const error = await assertRejects(
      () => claimRun({ name: "mine" }, { root }),
      RunError,
      "Cannot start run mine: expected a name that no run has, got one in use",
    );
    assertEquals(error.hint, "add --resume to continue it, or choose another --name");
  }));

Deno.test("requireFreeName() refuses the name of a folder that holds anything", () =>
  withRoot(async (root) => {
    await requireFreeName("old", { root });
    await Deno.mkdir(`${root}/old`);
    await assertRejects(() => requireFreeName("old", { root }), RunError, "Cannot start run old");
  }));
