import type { DrawTask } from "../../routes/inference.ts";
import { loadBundleFolder } from "../../serving/deno/bundle_folder.ts";
import { wasmKernels } from "../../serving/deno/wasm_kernels.ts";
import { openModels } from "../../serving/open_models.ts";
import { repositoryRoot } from "../../cli/repository_root.ts";
import type { Benchmark } from "../benchmark.ts";
import { timeRuns } from "../measure.ts";
import { exactResult, timeResult } from "../result.ts";

/** What a platform asks for, in dollars, beyond what a month's fee includes. */
export interface Prices {
  readonly platform: string;
  readonly millionRequests: number;
  readonly cpuHour: number;
  readonly gigabyteOut: number;
}

const MS_PER_HOUR = 3_600_000;

/** As last seen; the README says where and when. */
export const PRICES: readonly Prices[] = [
  {
    platform: "Cloudflare Workers Paid",
    millionRequests: 0.3,
    cpuHour: 0.02 * MS_PER_HOUR / 1e6,
    gigabyteOut: 0,
  },
  { platform: "Deno Deploy Pro", millionRequests: 2, cpuHour: 0.05, gigabyteOut: 0.5 },
];

/** Dollars for a million pictures, each a request that no cache answers. @param picture CPU time and size of one. */
export function costOfMillion(
  { millionRequests, cpuHour, gigabyteOut }: Prices,
  { cpuMs, bytes }: { cpuMs: number; bytes: number },
): number {
  return millionRequests + cpuMs * 1e6 / MS_PER_HOUR * cpuHour + bytes * 1e6 / 1e9 * gigabyteOut;
}

/** The price of the first bundle's pictures, from the time that one takes here. */
export const COST: readonly Benchmark[] = [{
  name: "cost",
  run: async ({ effort }) => {
    const [{ bundle }] = await loadBundleFolder(`${repositoryRoot()}/static/models`);
    const { id } = bundle.manifest;
    const perform = openModels({ bundles: [bundle], kernels: await wasmKernels() });
    let seed = 0;
    let bytes = 0;
    const draw = async () => {
      const settings = [{ seed: seed++, temperature: 1, guidance: 1 }];
      const task: DrawTask = { kind: "draw", model: id, settings, reply: "png", scale: 1 };
      bytes = (await perform(task))[0].picture.length;
    };
    const times = await timeRuns(draw, { effort, warmUp: effort.maxRuns });
    const time = timeResult(`cost, ${id}: CPU time of a picture`, times);
    const picture = { cpuMs: time.value, bytes };
    return [
      time,
      ...PRICES.map((prices) => {
        const name = `cost, ${id}: a million pictures on ${prices.platform}`;
        return exactResult(name, costOfMillion(prices, picture), "$");
      }),
    ];
  },
}];
