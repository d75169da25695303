import { type Command, type Given, runCommand } from "../cli/command.ts";
import { UsageError } from "../cli/errors.ts";
import { readMetrics } from "../offline/metrics_log.ts";
import { RunError } from "../offline/runs/claim_run.ts";
import { bothCurves, bothMetrics, differentSettings } from "../offline/runs/compare_runs.ts";
import { type ComparedRun, comparisonText } from "../offline/runs/comparison_text.ts";
import { runNamed } from "../offline/runs/find_run.ts";
import { listRuns } from "../offline/runs/list_runs.ts";
import { runsTable } from "../offline/runs/runs_table.ts";

const FLAGS = {
  json: { type: "boolean", help: "JSON instead of text" },
} as const;

const COMMAND: Command<typeof FLAGS> = {
  task: "runs",
  summary:
    "Lists the runs in runs/, or compares two of them: settings that differ, metrics on the " +
    "test split, and the curves of both.",
  positionals: [
    { name: "compare", help: "the word `compare`, followed by the names of two runs" },
    { name: "A", help: "name of a run" },
    { name: "B", help: "name of another" },
  ],
  flags: FLAGS,
  variables: [{ name: "NO_COLOR", help: "set: charts are drawn with letters" }],
};

const PLAIN_WIDTH = 80;

async function runs({ values, words }: Given<typeof FLAGS>): Promise<void> {
  if (words.length > 0) return await compare(words, values);
  const found = await listRuns();
  if (values.json) {
    const rows = found.map(({ name, state, record, problem }) => ({
      ...record,
      name,
      state,
      problem,
    }));
    return console.log(JSON.stringify(rows, null, 2));
  }
  if (found.length === 0) console.log("no runs yet: `deno task train` starts one");
  else for (const line of runsTable(found)) console.log(line);
}

async function compare([word, ...names]: string[], { json }: { json: boolean }): Promise<void> {
  if (word !== "compare") {
    throw new UsageError(`Cannot use "${word}": expected \`compare\` and two runs`);
  }
  if (names.length < 2) throw new UsageError("`runs compare` needs the names of two runs");
  const all = await listRuns();
  const [a, b] = await Promise.all(names.map(async (name): Promise<ComparedRun> => {
    const summary = runNamed(all, name);
    const { folder, record, problem } = summary;
    if (record) return { summary, record, log: await readMetrics(`${folder}/metrics.jsonl`) };
    throw new RunError(
      `Cannot compare run ${name}: ${problem}`,
      "runs of version 0.3.0 and before have no record",
    );
  }));
  if (json) {
    const comparison = {
      a: { ...a.record, state: a.summary.state },
      b: { ...b.record, state: b.summary.state },
      settings: differentSettings(a.record, b.record),
      metrics: bothMetrics(a.record, b.record),
      curves: bothCurves(a.log, b.log),
    };
    return console.log(JSON.stringify(comparison, null, 2));
  }
  const terminal = Deno.stdout.isTerminal();
  const screen = {
    width: terminal ? Deno.consoleSize().columns : PLAIN_WIDTH,
    colour: terminal && !Deno.noColor,
  };
  for (const line of comparisonText(a, b, screen)) console.log(line);
}

await runCommand(COMMAND, runs);
