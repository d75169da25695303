import { assert, assertEquals } from "@std/assert";
import { parse } from "../../vendor/yaml/yaml.ts";
import { openTestApp } from "../support/test_app.ts";

const PATH = new URL("../../deploy/alerts.yaml", import.meta.url);

Deno.test("deploy/alerts.yaml asks for metrics that the server has", async () => {
  const { groups } = parse(await Deno.readTextFile(PATH));
  const { rules }: { rules: { alert: string; expr: string }[] } = groups[0];
  assertEquals(new Set(rules.map(({ alert }) => alert)).size, rules.length);
  const app = openTestApp({ residentBytes: () => 1, droppedLogLines: () => 0 });
  await (await app.request("/generate?seed=1")).body?.cancel();
  const text = await (await app.request("/metrics")).text();
  for (const { expr } of rules) {
    const names = [...expr.matchAll(/\b(?:tessera|process)_\w+/g)].map(([name]) => name);
    for (const name of names) {
      assert(text.includes(`# TYPE ${name.replace(/_bucket$/, "")} `), name);
    }
  }
});
