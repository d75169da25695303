import { type Command, type Given, runCommand } from "../cli/command.ts";
import { UsageError } from "../cli/errors.ts";
import { allBenchmarks } from "../bench/all_benchmarks.ts";
import type { BenchContext, Benchmark } from "../bench/benchmark.ts";
import { findPython } from "../bench/find_python.ts";
import { describeAdapter, openMeasuredAdapter } from "../bench/measured_adapter.ts";
import { FULL, QUICK } from "../bench/measure.ts";
import { runPeers } from "../bench/peers.ts";
import { ratios } from "../bench/ratios.ts";
import { type BenchResult, describeResult } from "../bench/result.ts";
import { NO_ADAPTER } from "../bench/store/bench_run.ts";
import { describeRun } from "../bench/store/describe_run.ts";
import { saveRun } from "../bench/store/run_store.ts";
import { threadCounts } from "../bench/thread_counts.ts";
import { repositoryRoot } from "../cli/repository_root.ts";
import { processorName } from "../offline/devices/processor.ts";
import { showDevices } from "./device/show_devices.ts";

const FLAGS = {
  only: { type: "strings", value: "NAME", help: "only benchmarks with this in their name" },
  quick: {
    type: "boolean",
    help: "few and short runs, to see that everything works, not for numbers",
  },
  json: { type: "boolean", help: "print an array of results instead of a table" },
  save: {
    type: "string",
    value: "NAME",
    bare: "",
    help: "store the results as bench/results/NAME.json (default: day and commit)",
  },
  seconds: {
    type: "integer",
    value: "N",
    min: 5,
    max: 7200,
    help: "length of the soak (default 3600), which runs only if --only names it",
  },
  device: {
    type: "string",
    value: "auto|cpu|NAME",
    bare: "",
    lists: true,
    help: "adapter by name or number (default: the first, if any); cpu: none; alone: list them",
  },
  threads: {
    type: "integer",
    min: 1,
    max: 256,
    help: "threads on the processor (default: 1, 2 and all that it has)",
  },
  peers: {
    type: "string",
    value: "DIR",
    help: "folder of reference programs to measure in the same run",
  },
  python: {
    type: "string",
    value: "NAME",
    help: "a Python with PyTorch (default: the first found that has it)",
  },
} as const;

const COMMAND: Command<typeof FLAGS> = {
  task: "bench",
  summary:
    "Measures the devices' floors, the kernels, the training steps, a picture and the server.",
  flags: FLAGS,
};

/** Each is drivers' word for "keep no shaders on the disk": a first step is to compile all of them. */
const NO_SHADER_CACHE = { MESA_SHADER_CACHE_DISABLE: "true", __GL_SHADER_DISK_CACHE: "0" };

async function bench({ values }: Given<typeof FLAGS>): Promise<void> {
  if (values.device === "") return await showDevices();
  checkSave(values.save, values.quick);
  for (const [name, value] of Object.entries(NO_SHADER_CACHE)) Deno.env.set(name, value);
  const adapter = await openMeasuredAdapter(values.device ?? "auto");
  const { only, json, peers, save } = values;
  const threads = values.threads === undefined ? threadCounts() : [values.threads];
  let found: Promise<string | undefined> | undefined;
  const python = () => found ??= values.python ? Promise.resolve(values.python) : findPython();
  const all = await allBenchmarks(`${repositoryRoot()}/static/models/mnist`, {
    ...{ adapter, threads, python },
  });
  const chosen = chooseBenchmarks(all, only);
  const results: BenchResult[] = [];
  const report = (result: BenchResult) => {
    results.push(result);
    if (!json) console.log(describeResult(result));
  };
  const name = adapter?.device.name ?? NO_ADAPTER;
  if (!json) console.log(describeMachine(describeAdapter(adapter?.device)));
  const context: BenchContext = { effort: values.quick ? QUICK : FULL, seconds: values.seconds };
  for (const benchmark of chosen) (await benchmark.run(context)).forEach(report);
  if (peers) {
    await runPeers(peers, {
      steps: values.quick ? 1 : 10,
      python: await python(),
      ours: [...results],
      report,
      skip: (reason) => console.error(`skipped: ${reason}`),
    });
  }
  ratios(results).forEach(report);
  adapter?.device.close();
  if (save !== undefined) {
    const path = await saveRun(await describeRun(results, name), { name: save });
    console.error(`stored in ${path}: \`deno task readme\` writes README's tables from it`);
  }
  if (json) {
    const cores = navigator.hardwareConcurrency;
    const rows = results.map((result) => ({ ...result, adapter: name, cores }));
    console.log(JSON.stringify(rows, null, 2));
  }
}

/** @throws {UsageError} If results of a quick run would be stored, or under a name that is none. */
function checkSave(name: string | undefined, quick: boolean): void {
  if (name === undefined) return;
  if (quick) throw new UsageError("Cannot store results: --quick gives no numbers worth storing");
  if (!/^[\w.-]*$/.test(name)) {
    throw new UsageError(
      `Cannot store results: expected --save to be letters, digits, ".", "_" or "-", got "${name}"`,
    );
  }
}

/** @throws {UsageError} If a word is in no benchmark's name. */
function chooseBenchmarks(all: readonly Benchmark[], only: readonly string[]): Benchmark[] {
  if (only.length === 0) return all.filter(({ long }) => !long);
  const isNamed = ({ name }: Benchmark, word: string) =>
    name.toLowerCase().includes(word.toLowerCase());
  const unknown = only.find((word) => !all.some((it) => isNamed(it, word)));
  if (unknown === undefined) return all.filter((it) => only.some((word) => isNamed(it, word)));
  throw new UsageError(
    `Cannot measure: expected a part of a benchmark's name in --only, got "${unknown}"`,
  );
}

function describeMachine(adapter: string): string {
  const machine = `${
    processorName(navigator.hardwareConcurrency)
  }, ${Deno.build.os} ${Deno.build.arch}`;
  return `${adapter}; ${machine}; Deno ${Deno.version.deno}
median (best – worst); us: microseconds; shaders are compiled anew
`;
}

await runCommand(COMMAND, bench);
