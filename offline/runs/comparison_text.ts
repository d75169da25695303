import type { MetricsRecord } from "../metrics_log.ts";
import { alignColumns } from "../align_columns.ts";
import { bothCurves, bothMetrics, differentSettings } from "./compare_runs.ts";
import { drawCurves } from "./draw_curves.ts";
import type { RunSummary } from "./list_runs.ts";
import type { RunRecord } from "./run_record.ts";
import { shortNumber } from "./short_number.ts";

/** A run and what it logged. */
export interface ComparedRun {
  readonly summary: RunSummary;
  readonly record: RunRecord;
  readonly log: readonly MetricsRecord[];
}

/** Where the lines are shown. */
export interface Screen {
  /** Characters in a line. */
  readonly width: number;
  /** Braille and colours; otherwise letters. */
  readonly colour: boolean;
}

const CHART_ROWS = 12;

/** Two runs as lines of text: devices, settings that differ, metrics, and a chart for each stage. */
export function comparisonText(a: ComparedRun, b: ComparedRun, screen: Screen): string[] {
  const rows: (readonly string[])[] = [
    ["", a.summary.name, b.summary.name],
    ["state", a.summary.state, b.summary.state],
    ["device", shown(a.record.adapter), shown(b.record.adapter)],
    ...section("settings", differentSettings(a.record, b.record), "none differ"),
    ...section("metrics on the test split", bothMetrics(a.record, b.record), "no run is done"),
  ];
  const charts = bothCurves(a.log, b.log).flatMap(({ stage, metric, ...points }) => {
    const curves = [
      { label: a.summary.name, points: points.a },
      { label: b.summary.name, points: points.b },
    ] as const;
    const title = `${stage}: ${metric} by step`;
    return ["", ...drawCurves(curves, { title, rows: CHART_ROWS, ...screen })];
  });
  return [...alignColumns(rows), ...charts];
}

function section(
  title: string,
  entries: readonly { path: string; a: unknown; b: unknown; unit?: string }[],
  empty: string,
): (readonly string[])[] {
  if (entries.length === 0) return [[], [title, empty]];
  return [
    [],
    [title],
    ...entries.map(({ path, a, b, unit = "" }) => [`  ${path}`, shown(a), shown(b), unit]),
  ];
}

function shown(value: unknown): string {
  if (value === undefined) return "-";
  if (typeof value === "number") return shortNumber(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}
