import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type RunRecord, writeRunRecord } from "../../offline/runs/run_record.ts";
import { someLog, someRecord, withRoot } from "../offline/runs/some_run.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** Runs the command as its task does, in a folder whose `runs/` holds two runs. */
async function runs(
  args: readonly string[],
): Promise<{ code: number; out: string; error: string }> {
  let result = { code: -1, out: "", error: "" };
  await withRoot(async (cwd) => {
    const records: Partial<RunRecord>[] = [
      { name: "one" },
      { name: "two", seed: 2, started: "2026-11-26T21:00:00.000Z" },
    ];
    for (const record of records) {
      const folder = `${cwd}/runs/${record.name}`;
      await Deno.mkdir(folder, { recursive: true });
      await writeRunRecord(folder, someRecord(record));
      const lines = someLog("prior", [3, 2]).map((it) => `${JSON.stringify(it)}\n`);
      await Deno.writeTextFile(`${folder}/metrics.jsonl`, lines.join(""));
    }
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-check",
        `--config=${ROOT}/deno.json`,
        `${ROOT}/scripts/runs.ts`,
        ...args,
      ],
      cwd,
      env: { NO_COLOR: "1" },
    }).output();
    const [out, error] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    result = { code, out, error };
  });
  return result;
}

Deno.test("runs lists every run", async () => {
  const { code, out } = await runs([]);
  assertEquals([code, out.split("\n").map((line) => line.split(" ")[0])], [
    0,
    ["name", "one", "two", ""],
  ]);
});

Deno.test("runs --json gives the records", async () => {
  const { out } = await runs(["--json"]);
  assertEquals(JSON.parse(out).map(({ name, seed }: RunRecord) => [name, seed]), [
    ["one", 1],
    ["two", 2],
  ]);
});

Deno.test("runs compare shows what differs and both curves, without escape sequences", async () => {
  const { code, out } = await runs(["compare", "one", "two"]);
  assertEquals(code, 0);
  assertMatch(out, /^settings\n {2}seed +1 +2$/m);
  assertStringIncludes(out, "prior: validation nats by step   a one   b two");
  assertEquals(out.includes("\x1b"), false);
});

Deno.test("runs compare --json gives settings, metrics and curves", async () => {
  const { out } = await runs(["compare", "one", "two", "--json"]);
  const { settings, curves } = JSON.parse(out);
  assertEquals(settings, [{ path: "seed", a: 1, b: 2 }]);
  assertEquals(curves[0].a, [[10, 3], [20, 2]]);
});

const WRONG: readonly [args: string[], code: number, error: string][] = [
  [["list"], 2, 'error: Cannot use "list": expected `compare` and two runs'],
  [["compare", "one"], 2, "error: `runs compare` needs the names of two runs"],
  [["compare", "one", "too"], 1, `error: Cannot find run "too": expected one of the runs' names`],
];

for (const [args, code, error] of WRONG) {
  Deno.test(`runs ${args.join(" ")} exits with ${code} and one line`, async () => {
    const found = await runs(args);
    assertEquals([found.code, found.out, found.error.split("\n")[0]], [code, "", error]);
  });
}
