import type { Machine } from "../executors/wasm/machine.ts";
import { NotCausalError } from "../executors/position/position_order.ts";
import { CachedPass } from "./cached_pass.ts";
import { graphCost } from "./graph_cost.ts";
import { WHOLE_GRID_BUDGET } from "./model_budget.ts";
import { NaivePass } from "./naive_pass.ts";
import type { Prior } from "./prior.ts";
import type { GridSampler } from "./request.ts";
import { Sampler } from "./sampler.ts";
import { WasmSampler } from "./wasm_sampler.ts";

/** How a prior is evaluated: each value once a grid, or the whole graph for each code. */
export type Pass = "by position" | "whole grid";

/** A sampler and how it evaluates its prior. */
export interface OpenSampler {
  readonly sampler: GridSampler;
  readonly pass: Pass;
}

/**
 * Opens the fastest sampler that can take a prior: on the WASM kernels, in plain TypeScript, or, where an op has no
 * form at one position, by whole passes, which are correct and slow.
 * @param machine Left out where everything is plain TypeScript.
 * @throws {NotCausalError} If the logits of a position depend on a code at or after it.
 * @throws {RangeError} If whole passes would take too long.
 */
export function openSampler(prior: Prior, machine?: Machine): OpenSampler {
  const ways: (() => OpenSampler)[] = [
    () => ({
      sampler: new Sampler(prior.shape, () => new CachedPass(prior)),
      pass: "by position",
    }),
    () => {
      requireAffordable(prior);
      return { sampler: new Sampler(prior.shape, () => new NaivePass(prior)), pass: "whole grid" };
    },
  ];
  if (machine) {
    ways.unshift(() => ({ sampler: new WasmSampler(machine, prior), pass: "by position" }));
  }
  return firstThatFits(ways);
}

/** What the first of these ways gives that has a form for every op. */
export function firstThatFits<T>([way, ...others]: readonly (() => T)[]): T {
  try {
    return way();
  } catch (error) {
    const hasNoForm = error instanceof TypeError && !(error instanceof NotCausalError);
    if (!hasNoForm || others.length === 0) throw error;
    return firstThatFits(others);
  }
}

function requireAffordable({ graph, shape: { grid } }: Prior): void {
  const multiplyAdds = graphCost(graph).multiplyAdds * grid.height * grid.width;
  if (multiplyAdds <= WHOLE_GRID_BUDGET) return;
  const [most, got] = [WHOLE_GRID_BUDGET, multiplyAdds].map((count) => Math.round(count / 1e6));
  throw new RangeError(
    `Cannot draw by whole passes: expected at most ${most} million multiply-adds a grid, got ${got} million`,
  );
}
