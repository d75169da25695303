import { axisTicks, type Scale, scaleOf } from "./axis.ts";
import { DotCanvas } from "./dot_canvas.ts";
import { shortNumber } from "./short_number.ts";

/** A line through points. */
export interface LabelledCurve {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** How a chart is drawn. */
export interface ChartOptions {
  readonly title: string;
  /** Characters in a line, at least 40 are used. */
  readonly width: number;
  /** Lines of the plot itself. */
  readonly rows: number;
  /** Braille dots in two colours; otherwise the letters a and b. */
  readonly colour: boolean;
}

const LEAST_WIDTH = 40;

/**
 * Draws two curves for a terminal, with numbers at both axes. The y axis is logarithmic where values are
 * positive and differ by more than a factor of ten.
 * @returns Lines of at most `width` characters, escape sequences aside.
 */
export function drawCurves(
  curves: readonly [LabelledCurve, LabelledCurve],
  { title, width, rows, colour }: ChartOptions,
): string[] {
  const all = curves.flatMap(({ points }) => points);
  if (all.length === 0) return [title, "  no values yet"];
  const x = scaleOf(all.map((point) => point[0]), { logarithmic: false });
  const y = scaleOf(all.map((point) => point[1]), { logarithmic: "where it helps" });
  const ticks = axisTicks(y, Math.max(2, Math.floor(rows / 3)));
  const labels = new Map(ticks.map((value) => [rowOf(y, value, rows), shortNumber(value)]));
  const margin = Math.max(...[...labels.values()].map(({ length }) => length));
  const columns = Math.max(LEAST_WIDTH, width) - margin - 3;
  const canvas = new DotCanvas(columns, rows, colour);
  for (const [index, { points }] of curves.entries()) {
    canvas.polyline(index as 0 | 1, points.map(([px, py]) => [x.at(px), 1 - y.at(py)]));
  }
  const plot = canvas.lines().map((line, row) => {
    const label = labels.get(row);
    return ` ${(label ?? "").padStart(margin)} ${label === undefined ? "│" : "┤"}${line}`;
  });
  const indent = " ".repeat(margin + 2);
  const note = y.logarithmic ? " (logarithmic)" : "";
  return [
    `${title}${note}   ${legend(curves, canvas)}`,
    ...plot,
    `${indent}└${"─".repeat(columns)}`,
    `${indent} ${xLabels(x, columns)}`,
  ].map((line) => colour ? line : ascii(line));
}

function legend(curves: readonly LabelledCurve[], canvas: DotCanvas): string {
  return curves.map(({ label }, i) => canvas.sample(i as 0 | 1, label)).join("   ");
}

function rowOf(scale: Scale, value: number, rows: number): number {
  return Math.min(rows - 1, Math.floor((1 - scale.at(value)) * rows));
}

/** First, middle and last number below the axis. */
function xLabels({ low, high }: Scale, columns: number): string {
  const [first, middle, last] = [low, (low + high) / 2, high].map((it) =>
    shortNumber(Math.round(it))
  );
  const before = Math.max(1, Math.round((columns - middle.length) / 2) - first.length);
  const after = Math.max(1, columns - first.length - before - middle.length - last.length);
  return `${first}${" ".repeat(before)}${middle}${" ".repeat(after)}${last}`;
}

function ascii(line: string): string {
  return line.replaceAll(
    /[│┤└─]/g,
    (it) => it === "─" ? "-" : it === "┤" || it === "└" ? "+" : "|",
  );
}
