import { alignColumns } from "./align_columns.ts";
import { type BundleMetrics, formatMetric, METRIC_NOTES } from "./export/bundle_metrics.ts";
import type { ClassAgreement } from "../training/measures/class_agreement.ts";

/** Metrics as lines of text: measured, stated in the manifest, and where they were measured. */
export function metricsTable(measured: BundleMetrics, stated: BundleMetrics): string[] {
  const names = [...new Set([...Object.keys(measured), ...Object.keys(stated)])];
  return alignColumns([
    ["metric", "measured", "stated", "stated on", ""],
    ...names.map((name) => {
      const claim = stated[name];
      return [
        name,
        valueOf(measured[name]),
        valueOf(claim),
        claim ? `${claim.dataset}, ${claim.split}` : "",
        METRIC_NOTES[name]?.note ?? "",
      ];
    }),
  ]);
}

/** Shares of images that are read as their class, as lines of text. */
export function agreementTable({ test, reconstructions, generated }: ClassAgreement): string[] {
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  return alignColumns([
    ["images", "read as their class"],
    ["real test images (the classifier's accuracy)", percent(test)],
    ["their reconstructions", percent(reconstructions)],
    ...generated.map(({ temperature, guidance, count, share }) => [
      `${count} generated, seeds 0 to ${
        count - 1
      }, temperature ${temperature}, guidance ${guidance}`,
      percent(share),
    ]),
  ]);
}

function valueOf(metric: BundleMetrics[string] | undefined): string {
  if (!metric) return "-";
  return `${formatMetric(metric.value)}${metric.unit ? ` ${metric.unit}` : ""}`;
}
