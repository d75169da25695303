import type { MetricsRecord } from "../metrics_log.ts";
import type { RunRecord } from "./run_record.ts";

/** A value that two runs have otherwise; undefined where one has none. */
export interface Difference {
  /** Such as `prior.dropout`. */
  readonly path: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** Points of a curve: step and value. */
export type Points = readonly (readonly [step: number, value: number])[];

/** What two runs measured of one stage as they trained. */
export interface CurvePair {
  readonly stage: string;
  /** Such as `validation nats`, or `loss` where a run was not validated twice. */
  readonly metric: string;
  readonly a: Points;
  readonly b: Points;
}

/** Settings, data and seed that differ, by path. Names, titles and folders do not count. */
export function differentSettings(a: RunRecord, b: RunRecord): Difference[] {
  const settings = (
    { recipe, config: { id: _, title: __, ...config }, data, size, seed }: RunRecord,
  ) => leaves({ recipe, ...config, data, size, seed });
  const [left, right] = [settings(a), settings(b)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((path) => ({ path, a: left.get(path), b: right.get(path) }))
    .filter((it) => JSON.stringify(it.a) !== JSON.stringify(it.b));
}

/** Test metrics of two runs, by name; those of a run that is not done are undefined. */
export function bothMetrics(a: RunRecord, b: RunRecord): (Difference & { unit?: string })[] {
  const [left, right] = [a.metrics ?? {}, b.metrics ?? {}];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].map((path) => ({
    path,
    a: left[path]?.value,
    b: right[path]?.value,
    unit: (left[path] ?? right[path]).unit,
  }));
}

/** A curve of each stage that either run has trained, in the order of training. */
export function bothCurves(
  a: readonly MetricsRecord[],
  b: readonly MetricsRecord[],
): CurvePair[] {
  const stages: string[] = [...new Set([...a, ...b].map(({ stage }) => stage))];
  return stages.map((stage) => {
    const [left, right] = [a, b].map((records) => records.filter((it) => it.stage === stage));
    const metric = validatedMetric(left, right);
    const pointsOf = (records: readonly MetricsRecord[]) =>
      records.flatMap(({ step, metrics, validation }): [number, number][] => {
        const value = metric === undefined ? metrics.loss : validation?.[metric];
        return typeof value === "number" && Number.isFinite(value) ? [[step, value]] : [];
      });
    const name = metric === undefined ? "loss" : `validation ${metric}`;
    return { stage, metric: name, a: pointsOf(left), b: pointsOf(right) };
  });
}

/** The first metric that every run with the stage has validated at least twice. */
function validatedMetric(...runs: (readonly MetricsRecord[])[]): string | undefined {
  const trained = runs.filter(({ length }) => length > 0);
  const names = trained.flatMap((records) =>
    records.flatMap(({ validation = {} }) => Object.keys(validation).slice(0, 1))
  );
  return [...new Set(names)].find((name) =>
    trained.every((records) =>
      records.filter(({ validation }) => validation?.[name] !== undefined).length >= 2
    )
  );
}

/** Values that hold no others, by path. A list is one value. */
function leaves(value: unknown, path = ""): Map<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return new Map(value === undefined ? [] : [[path, value]]);
  }
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [
      ...leaves(inner, path === "" ? key : `${path}.${key}`),
    ]),
  );
}
