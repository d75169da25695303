import type { FunctionBuilder, Local, ModuleBuilder } from "../assembler/mod.ts";
import type { CorrelationInput } from "./correlation_input.ts";
import type { CorrelationPlan } from "./correlation_plan.ts";
import type { CorrelationUnits } from "./correlation_units.ts";

/** What the code of one task has in common. */
export interface CorrelationWriter {
  readonly module: ModuleBuilder;
  readonly made: FunctionBuilder;
  readonly plan: CorrelationPlan;
  readonly units: CorrelationUnits;
  readonly input: CorrelationInput;
  readonly relu: boolean;
  /** In the thread's own memory. The table holds where the input of each cell begins, in bytes from its planes. */
  readonly addresses: Readonly<Record<"tile" | "panel" | "table" | "sums" | "planes", number>>;
  /** Numbers of a panel and of a block; addresses of packed weights, of biases, of x and of the result. */
  readonly locals: Readonly<Record<"panel" | "block" | "weights" | "biases" | "x" | "to", Local>>;
}

/** The part of a unit that is computed: address of its planes, its images, its rows of cells from `row`, its tiles. */
export type UnitLocals = Readonly<Record<"source" | "images" | "row" | "rows" | "tiles", Local>>;
