import type { AxisCut } from "./axis_cut.ts";
import type { CorrelationPlan, Part } from "./correlation_plan.ts";
import type { CorrelationUnits } from "./correlation_units.ts";
import type { PaddedPlanes } from "./pad_images.ts";

/** Where the units of a correlation read their input: in words. */
export interface CorrelationInput {
  /** How a unit's planes are copied; undefined where they are read in place. */
  readonly padded?: PaddedPlanes;
  /** From a row of a plane, or a plane, to the next. */
  readonly pitch: number;
  readonly plane: number;
  /** From the planes to where tap (0, 0) of cell (0, 0) would be. May be negative, as may be a tap. */
  readonly origin: number;
  /** The first row of the input that a unit reads whose first row of cells is 0. */
  readonly firstRow: number;
}

/**
 * Reads in place where no product reads padding, and every unit has its full number of cells; else from padded copies.
 */
export function inputOf(plan: CorrelationPlan, units: CorrelationUnits): CorrelationInput {
  const { images, groups, inChannels, cut } = plan;
  const { input: height } = plan.rows;
  const { input: width } = plan.columns;
  const rows = reachOf(cut.rows, plan.parts, "row");
  const columns = reachOf(cut.columns, plan.parts, "column");
  const inside = rows.first >= 0 && rows.end <= height && columns.first >= 0 &&
    columns.end <= width;
  const whole = images % units.images === 0 && cut.rows.cells % units.rows === 0;
  if (plan.order === "images" || inside && whole) {
    return { pitch: width, plane: height * width, origin: 0, firstRow: 0 };
  }
  const left = Math.max(0, -columns.first);
  const right = Math.max(0, columns.end - width);
  const copied = (units.rows - cut.rows.cells) * cut.rows.step + rows.end - rows.first;
  const pitch = width + Math.max(left, right);
  return {
    padded: {
      height,
      width,
      rows: copied,
      pitch,
      left,
      planes: units.images * groups * inChannels,
    },
    pitch,
    plane: copied * pitch,
    origin: left - rows.first * pitch,
    firstRow: rows.first,
  };
}

/** Places of an axis of the input, from `first` to before `end`, that all cells read; at least one. */
function reachOf({ step, cells }: AxisCut, parts: readonly Part[], axis: "row" | "column") {
  const taps = parts.flatMap((it) => it.taps.map((tap) => tap[axis]));
  const first = Math.min(...taps, Infinity);
  if (first === Infinity) return { first: 0, end: 1 };
  return { first, end: Math.max(...taps) + (cells - 1) * step + 1 };
}
