import { type Code, forEach, i32, type ModuleBuilder, sequence, when } from "../assembler/mod.ts";
import { type Buffer, type Task, TASK_SIGNATURE } from "../compiled/task.ts";
import { type CorrelationPlan, kernelElement, type Part } from "./correlation_plan.ts";
import { once } from "./once.ts";
import { packPanel } from "./pack_panel.ts";
import { TILE_COLUMNS } from "./tile.ts";

/** What is packed, and where. */
export interface PackedWeights {
  readonly weight: Buffer;
  /** `[channels of the result]`; without it, biases are 0. */
  readonly bias?: Buffer;
  /** Receives `[groups][panels]`: `plan.groups * plan.groupWords` words. */
  readonly panels: Buffer;
}

/** The task that packs weights and biases into panels of 16 columns. A unit is a panel. */
export function packPanels(plan: CorrelationPlan, buffers: PackedWeights): Task {
  const { weight, bias, panels } = buffers;
  return {
    name: "pack weights",
    units: plan.groups * plan.panels,
    reads: bias ? [weight, bias] : [weight],
    writes: [panels],
    emit(module) {
      const made = module.function(TASK_SIGNATURE);
      const [first, end] = made.parameters;
      const [unit, group, panel, weights, biases, to] = made.locals("i32", 6);
      const step = (pointer: typeof to, words: number, count: Code) =>
        pointer.set(i32.add(pointer.get, i32.mul(count, i32.const(words * 4))));
      const packPart = (part: Part) => {
        const channels = TILE_COLUMNS / part.places.length;
        const pack = packersOf(module, plan, part, bias !== undefined);
        return sequence(
          when(
            i32.lt_u(panel.get, i32.const(part.panels)),
            sequence(
              step(weights, channels * plan.weightSteps.out, panel.get),
              step(biases, channels, panel.get),
              step(to, part.panelWords, panel.get),
              when(
                i32.lt_u(panel.get, i32.const(part.panels - 1)),
                pack.full.call(weights.get, biases.get, to.get),
                pack.last.call(weights.get, biases.get, to.get),
              ),
            ),
          ),
          // Below 0, so a large unsigned number, once the panel's part is done.
          panel.increase(-part.panels),
          to.increase(part.panels * part.panelWords * 4),
        );
      };
      made.add(forEach(
        unit,
        { from: first.get, to: end.get },
        group.set(i32.div_u(unit.get, i32.const(plan.panels))),
        panel.set(i32.rem_u(unit.get, i32.const(plan.panels))),
        weights.set(i32.const(weight.address)),
        step(weights, plan.weightSteps.group, group.get),
        biases.set(i32.const(bias?.address ?? 0)),
        step(biases, plan.outChannels, group.get),
        to.set(i32.const(panels.address)),
        step(to, plan.groupWords, group.get),
        ...plan.parts.map(packPart),
      ));
      return made;
    },
  };
}

/** The functions that pack a panel of 16 columns, and the last one. */
function packersOf(module: ModuleBuilder, plan: CorrelationPlan, part: Part, hasBias: boolean) {
  const { outChannels, inChannels, weightSteps: steps } = plan;
  const { places, taps, panels, blocks: { chunks } } = part;
  const elements = taps.map((tap) => places.map((it) => kernelElement(plan, it, tap) ?? null));
  const pack = (columns: number) =>
    once(module, packPanel, {
      ...{ hasBias, inChannels, steps: { in: steps.in, out: steps.out }, chunks, elements },
      ...{ places: places.length, columns },
    });
  const last = pack(outChannels * places.length - (panels - 1) * TILE_COLUMNS);
  return { full: panels === 1 ? last : pack(TILE_COLUMNS), last };
}
