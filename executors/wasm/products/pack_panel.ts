import {
  type Code,
  forEach,
  type FunctionBuilder,
  i32,
  type ModuleBuilder,
  sequence,
  v128,
} from "../assembler/mod.ts";
import { type CorrelationPlan, kernelElement, type Part } from "./correlation_plan.ts";
import { TILE_COLUMNS } from "./tile.ts";

/**
 * A function (weights, biases, panel) that packs the columns of a panel: addresses of the first column's weight and
 * bias, and of the panel's first row.
 * @param columns How many there are; the others are zeros.
 */
export function packPanel(
  module: ModuleBuilder,
  plan: CorrelationPlan & { readonly hasBias: boolean },
  part: Part,
  columns: number,
): FunctionBuilder {
  const { inChannels, weightSteps } = plan;
  const made = module.function({ parameters: ["i32", "i32", "i32"] });
  const [weights, biases, panel] = made.parameters;
  const [channel, from] = made.locals("i32", 2);
  const channelOf = (column: number) => Math.floor(column / part.places.length);
  made.add(
    row(
      panel,
      0,
      (column) =>
        plan.hasBias && column < columns
          ? { address: biases.get, offset: channelOf(column) * 4 }
          : undefined,
    ),
    panel.increase(ROW),
  );
  let first = 0;
  for (const count of part.blocks.chunks) {
    const taps = part.taps.slice(first, first += count);
    made.add(
      from.set(weights.get),
      forEach(
        channel,
        { to: i32.const(inChannels) },
        ...taps.map((tap, t) =>
          row(panel, t, (column) => {
            const element = kernelElement(plan, part.places[column % part.places.length], tap);
            if (column >= columns || element === undefined) return undefined;
            return {
              address: from.get,
              offset: (channelOf(column) * weightSteps.out + element) * 4,
            };
          })
        ),
        from.increase(weightSteps.in * 4),
        panel.increase(count * ROW),
      ),
    );
  }
  return made;
}

const ROW = TILE_COLUMNS * 4;
const ZERO = v128.const([0, 0, 0, 0]);

/** Where a word is. */
interface Source {
  readonly address: Code;
  readonly offset: number;
}

/** Gathers a row of a panel; columns without a source are 0. */
function row(
  panel: { readonly get: Code },
  index: number,
  sourceOf: (column: number) => Source | undefined,
): Code {
  const vectors = Array.from({ length: TILE_COLUMNS / 4 }, (_, vector) => {
    let lanes = ZERO;
    for (let lane = 0; lane < 4; lane++) {
      const source = sourceOf(vector * 4 + lane);
      if (source) lanes = v128.load32_lane(source.address, lanes, lane, source.offset);
    }
    return v128.store(panel.get, lanes, index * ROW + vector * 16);
  });
  return sequence(...vectors);
}
