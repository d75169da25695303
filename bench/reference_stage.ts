import type { Values } from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";
import type { Role } from "../models/contract.ts";
import { modelsOf, stagesOf } from "../models/recipe.ts";
import { REFERENCE_PICTURES, REFERENCE_RECIPE } from "../models/reference_recipe.ts";
import type { CompiledStep, StepOptions } from "../training/backend.ts";
import type { Examples } from "../training/data/examples.ts";
import { makeStage } from "../training/make_stage.ts";
import type { Stage } from "../training/stage.ts";
import { type Effort, timeRuns } from "./measure.ts";
import { type BenchResult, exactResult, rateResult, timeResult } from "./result.ts";

/** Steps before those that count. */
const WARM_UP = 3;

/** What compiles training steps. */
interface StepCompiler<Step extends CompiledStep> {
  compile(options: StepOptions): Promise<Step>;
}

/** How a reference model is timed. */
export interface StepTiming<Step extends CompiledStep> {
  readonly role: Role;
  readonly effort: Effort;
  /** Ends the results' names. */
  readonly suffix?: string;
  /** What there is to say of a compiled step. */
  readonly describe?: (step: Step) => BenchResult;
}

/**
 * Times training steps of a reference model: input written, forward, backward, Adam, loss read back. The first step
 * begins with building the graph.
 * @param backend That has compiled nothing yet.
 */
export async function timeSteps<Step extends CompiledStep>(
  backend: StepCompiler<Step>,
  { role, effort, suffix = "", describe }: StepTiming<Step>,
): Promise<BenchResult[]> {
  const start = performance.now();
  const stage = referenceStage(role);
  const { graph, loss, optimiser, batchSize } = stage;
  const compiled = await backend.compile({
    ...{ graph, loss, optimiser, outputs: new Map([["loss", loss]]), random: new Random(1) },
  });
  const feeds = stage.feeds(0);
  let steps = 0;
  const step = async () => {
    compiled.step(feeds, { step: steps++, scale: 1 });
    const { values } = await compiled.read();
    if (Number.isFinite(values.get("loss"))) return;
    throw new RangeError(`Cannot time a step: expected a finite loss, got ${values.get("loss")}`);
  };
  try {
    await step();
    const first = performance.now() - start;
    const times = await timeRuns(step, { effort, warmUp: WARM_UP });
    const sizes = [...graph.parameters.values()].map(({ tensor }) => tensor.size);
    const named = (what: string) => `train ${role}: ${what}${suffix}`;
    return [
      timeResult(named("first step, compiling too"), [first]),
      timeResult(named("step"), times),
      rateResult(named("images"), times, { unit: "images/s", perRun: batchSize }),
      ...describe ? [describe(compiled)] : [],
      exactResult(named("size of the model"), sizes.reduce((sum, it) => sum + it), "parameters"),
    ];
  } finally {
    compiled.close();
  }
}

/** A stage on random pixels or codes. */
export function referenceStage(role: Role): Stage {
  const models = modelsOf(REFERENCE_RECIPE, REFERENCE_PICTURES);
  const stages = stagesOf(REFERENCE_RECIPE);
  const index = stages.findIndex((it) => it.role === role);
  const random = new Random(2 + index);
  const { space } = models;
  const size = space.kind === "codes" ? space.size : 1;
  const draw = role === "codec" ? () => random.uniform() : () => random.integer(size);
  const set: Examples = {
    count: stages[index].optimisation.batchSize,
    labels: [],
    fill: (_, batch: Values) => batch.forEach((_, i) => batch[i] = draw()),
  };
  return makeStage(stages[index], models, {
    ...{ examples: { train: set, monitor: set, test: set }, seed: 1, index },
  });
}
