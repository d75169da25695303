import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "../../vendor/yaml/yaml.ts";

const ROOT = new URL("../..", import.meta.url).pathname;

Deno.test(".github/workflows/ci.yml runs .ci/run, may read only, and pins what it uses", async () => {
  const workflow = parse(await Deno.readTextFile(`${ROOT}.github/workflows/ci.yml`));
  assertEquals(Object.keys(workflow.on).sort(), ["pull_request", "push", "workflow_dispatch"]);
  assertEquals(workflow.permissions, { contents: "read" });
  assert(workflow.concurrency.group.includes("github.ref"));
  const jobs: Record<string, unknown>[] = Object.values(workflow.jobs);
  assertEquals(jobs.length, 1);
  const [{ steps, container, "timeout-minutes": minutes }] = jobs as [{
    steps: { uses?: string; run?: string }[];
    container: string;
    "timeout-minutes": number;
  }];
  assert(minutes <= 60);
  assertMatch(container, /^node:\d+-bookworm$/);
  for (const { uses } of steps) if (uses) assertMatch(uses, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  assertEquals(steps.map(({ run }) => run).filter(Boolean), [".ci/run"]);
  assert((await Deno.stat(`${ROOT}.ci/run`)).mode! & 0o111);
});
