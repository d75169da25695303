import { assertEquals } from "@std/assert";
import { bothCurves, bothMetrics, differentSettings } from "../../../offline/runs/compare_runs.ts";
import { someLog, someRecord } from "./some_run.ts";

Deno.test("differentSettings() gives the paths whose values differ", () => {
  const a = someRecord();
  const b = someRecord({
    seed: 2,
    config: { id: "b", title: "other", prior: { layers: 8, dropout: 0.3, extra: [1, 2] } },
  });
  assertEquals(differentSettings(a, b), [
    { path: "prior.dropout", a: 0.1, b: 0.3 },
    { path: "seed", a: 1, b: 2 },
    { path: "prior.extra", a: undefined, b: [1, 2] },
  ]);
});

Deno.test("bothMetrics() pairs metrics by name, with the unit", () => {
  const a = someRecord({ metrics: { mse: { value: 0.1 }, nats: { value: 2, unit: "nats" } } });
  const b = someRecord({ metrics: { mse: { value: 0.2 } } });
  assertEquals(bothMetrics(a, b), [
    { path: "mse", a: 0.1, b: 0.2, unit: undefined },
    { path: "nats", a: 2, b: undefined, unit: "nats" },
  ]);
});

Deno.test("bothCurves() gives the validation losses of each stage", () => {
  const a = [...someLog("codec", [3, 2]), ...someLog("prior", [5, 4])];
  assertEquals(bothCurves(a, someLog("codec", [9, 8, 7])), [
    {
      stage: "codec",
      metric: "validation nats",
      a: [[10, 3], [20, 2]],
      b: [[10, 9], [20, 8], [30, 7]],
    },
    { stage: "prior", metric: "validation nats", a: [[10, 5], [20, 4]], b: [] },
  ]);
});

Deno.test("bothCurves() gives training losses where a run was validated once", () => {
  const [curve] = bothCurves(someLog("codec", [3]), someLog("codec", [9, 8]));
  assertEquals(curve, {
    stage: "codec",
    metric: "loss",
    a: [[10, 4]],
    b: [[10, 10], [20, 9]],
  });
});
