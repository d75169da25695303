import { type Command, type Given, runCommand } from "../cli/command.ts";
import { UsageError } from "../cli/errors.ts";
import { type Device, openDevice } from "../executors/webgpu/device.ts";
import { tune } from "../executors/webgpu/compiled/tune.ts";
import { Tuning } from "../executors/webgpu/compiled/tuning.ts";
import type { BenchContext, Benchmark } from "../bench/benchmark.ts";
import { CONVOLUTIONS } from "../bench/convolutions.ts";
import { devBenchmarks } from "../bench/dev_benchmarks.ts";
import { wasmBenchmarks } from "../bench/wasm.ts";
import { FLOOR } from "../bench/floor.ts";
import { GEMMS } from "../bench/gemm.ts";
import { generationBenchmarks } from "../bench/generation.ts";
import { kernelBenchmarks } from "../bench/kernel_problem.ts";
import { FULL, QUICK } from "../bench/measure.ts";
import { runPeers } from "../bench/peers.ts";
import { type BenchResult, describeResult } from "../bench/result.ts";
import { ATTACK } from "../bench/serving/attack_benchmark.ts";
import { COLD_START } from "../bench/serving/cold_start.ts";
import { COST } from "../bench/serving/cost.ts";
import { MEMORY } from "../bench/serving/memory.ts";
import { OVERLOAD } from "../bench/serving/overload_benchmark.ts";
import { PROCESSOR_TIME } from "../bench/serving/processor_time.ts";
import { SOAK } from "../bench/serving/soak_benchmark.ts";
import { describeRun } from "../bench/store/describe_run.ts";
import { saveRun } from "../bench/store/run_store.ts";
import { TRAINING_STEPS } from "../bench/training_steps.ts";
import { repositoryRoot } from "../cli/repository_root.ts";

const FLAGS = {
  only: { type: "string", value: "NAME", help: "only benchmarks with this in their name" },
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
  device: { type: "string", value: "NAME", help: "adapter by name or number" },
  peers: {
    type: "string",
    value: "DIR",
    help: "folder of reference programs to measure in the same run",
  },
  python: {
    type: "string",
    value: "NAME",
    default: "python3",
    help: "a Python with PyTorch",
  },
} as const;

const COMMAND: Command<typeof FLAGS> = {
  task: "bench",
  summary:
    "Measures the device's floor, the kernels, the training steps, a picture and the server.",
  flags: FLAGS,
};

/** Each is drivers' word for "keep no shaders on the disk": a first step is to compile all of them. */
const NO_SHADER_CACHE = { MESA_SHADER_CACHE_DISABLE: "true", __GL_SHADER_DISK_CACHE: "0" };

async function bench({ values }: Given<typeof FLAGS>): Promise<void> {
  checkSave(values.save, values.quick);
  for (const [name, value] of Object.entries(NO_SHADER_CACHE)) Deno.env.set(name, value);
  const device = await openDevice(values.device);
  const chosen = await chooseBenchmarks(device, values.only);
  const cores = navigator.hardwareConcurrency;
  const results: BenchResult[] = [];
  const report = (result: BenchResult) => {
    results.push(result);
    if (!values.json) console.log(describeResult(result));
  };
  if (!values.json) console.log(describeMachine(device));
  let tuning: Promise<Tuning> | undefined;
  const context: BenchContext = {
    device,
    effort: values.quick ? QUICK : FULL,
    seconds: values.seconds,
    openFresh: () => openDevice(values.device),
    tuned: () => tuning ??= device.software ? Promise.resolve(new Tuning()) : tune(device),
  };
  for (const benchmark of chosen) (await benchmark.run(context)).forEach(report);
  if (values.peers) {
    await runPeers(values.peers, {
      steps: values.quick ? 1 : 10,
      python: values.python,
      ours: [...results],
      report,
      skip: (reason) => console.error(`skipped: ${reason}`),
    });
  }
  device.close();
  if (values.save !== undefined) {
    const path = await saveRun(await describeRun(results, device), { name: values.save });
    console.error(`stored in ${path}: \`deno task readme\` writes README's tables from it`);
  }
  if (values.json) {
    const rows = results.map((result) => ({ ...result, adapter: device.name, cores }));
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

async function chooseBenchmarks(device: Device, only = ""): Promise<Benchmark[]> {
  const bundle = `${repositoryRoot()}/static/models/mnist`;
  const all = [
    ...FLOOR,
    ...[...GEMMS, ...CONVOLUTIONS].flatMap((problem) => kernelBenchmarks(device, problem)),
    ...TRAINING_STEPS,
    ...await generationBenchmarks(bundle),
    ...wasmBenchmarks(bundle),
    ...devBenchmarks(bundle),
    ...COLD_START,
    ...PROCESSOR_TIME,
    ...OVERLOAD,
    ...ATTACK,
    ...MEMORY,
    ...COST,
    ...SOAK,
  ];
  const chosen = all.filter(({ name, long }) =>
    only === "" ? !long : name.toLowerCase().includes(only.toLowerCase())
  );
  if (chosen.length > 0) return chosen;
  throw new UsageError(`Cannot measure as --only must be in a benchmark's name: "${only}"`);
}

function describeMachine({ name, software, subgroupSize }: Device): string {
  const kind = software ? "software" : "hardware";
  const lanes = subgroupSize > 0 ? `subgroups of ${subgroupSize}` : "no subgroups";
  const machine = `${navigator.hardwareConcurrency} cores, ${Deno.build.os} ${Deno.build.arch}`;
  return `${name} (${kind}, ${lanes}); ${machine}; Deno ${Deno.version.deno}
median (best – worst); us: microseconds; shaders are compiled anew
`;
}

await runCommand(COMMAND, bench);
