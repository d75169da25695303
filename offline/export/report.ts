import type { BundleDescription } from "../../core/bundle/mod.ts";
import { drawChart, escapeHtml } from "./chart.ts";
import type { MetricsRecord } from "../metrics_log.ts";
import { formatMetric, METRIC_NOTES } from "./bundle_metrics.ts";

const SAMPLES = `<h2>Samples</h2>
<p><img src="samples.png" alt="Samples at temperature 1, none picked"></p>
`;

/** `report.html`: one file without scripts that shows a run: its curves, its numbers, its pictures. */
export function writeReport(
  description: BundleDescription,
  records: readonly MetricsRecord[],
): string {
  const { title, metrics, training, seed, draws } = description;
  const stages = [...new Set(records.map(({ stage }) => stage))];
  const rows = Object.entries(metrics).map(([name, { value, unit, dataset, split }]) =>
    `<tr><td>${name}</td><td>${formatMetric(value)} ${
      unit ?? ""
    }</td><td>${dataset}, ${split}</td>` +
    `<td>${METRIC_NOTES[name]?.note ?? ""}</td></tr>`
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}: training report</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; font-size: .9rem; }
td { padding: .2rem .8rem .2rem 0; vertical-align: top; }
img, svg { max-width: 100%; height: auto; }
img { image-rendering: pixelated; }
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${Object.entries(training.steps).map(([stage, count]) => `${stage} ${count} steps`).join(", ")},
${(training.seconds / 60).toFixed(1)} minutes on ${escapeHtml(training.adapter)}, seed ${seed}.</p>
<h2>Measured</h2>
<table>${rows.join("\n")}</table>
${draws === null ? "" : SAMPLES}<h2>Reconstructions</h2>
<p><img src="reconstructions.png" alt="Test images above their reconstructions"></p>
${stages.map((stage) => curvesOf(stage, records)).join("\n")}
</body>
</html>
`;
}

function curvesOf(stage: string, records: readonly MetricsRecord[]): string {
  const own = records.filter((it) => it.stage === stage);
  const names = new Set(own.flatMap(({ metrics }) => Object.keys(metrics)));
  names.delete("norm");
  const trained = [...names].map((name) => ({
    label: `${name} (training)`,
    points: own.filter(({ metrics }) => name in metrics)
      .map(({ step, metrics }) => [step, metrics[name]] as const),
  }));
  const [measured] = own.flatMap(({ validation }) => validation ? Object.keys(validation) : []);
  const validation = {
    label: `${measured} (averaged weights, not trained on)`,
    points: own.flatMap(({ step, validation }) =>
      validation?.[measured] === undefined ? [] : [[step, validation[measured]] as const]
    ),
  };
  return `<h2>${escapeHtml(stage)}</h2>
${drawChart([...trained, validation], { axis: "steps", logarithmic: true })}`;
}
