import { alignColumns } from "./align_columns.ts";
import { type BundleMetrics, formatMetric, METRIC_NOTES } from "./export/bundle_metrics.ts";
import type { ClassAgreement, Judgement } from "../training/measures/class_agreement.ts";
import { FEATURES } from "../training/measures/classifier.ts";
import { COMPARED, type Likeness } from "../training/measures/likeness.ts";

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

/** What the columns of {@link agreementTable} say. */
export const AGREEMENT_NOTES: Readonly<Record<keyof Likeness | "halves" | "training", string>> = {
  frechet: "of Gaussians fitted to the images and to the test images, each image as " +
    `${FEATURES} activations of the classifier's hidden layer after its ReLU; lower is better ` +
    "(Heusel et al. 2017)",
  precision: "share of the images that are as near to a test image as its third nearest test " +
    `image, in the same activations, over at most ${COMPARED} of each (Kynkäänniemi et al. 2019)`,
  recall: "share of the test images that are as near to an image as its third nearest image of " +
    "the same row",
  halves: "half of the test images against the other half: fewer, which adds to the distance",
  training: "as many real images as are drawn, from the train split: the best values to expect",
};

/** Images as a classifier reads them, and what the columns say, as lines of text. */
export function agreementTable(
  { test, halves, training, reconstructions, generated }: ClassAgreement,
): string[] {
  const notes = AGREEMENT_NOTES;
  return [
    ...alignColumns([
      ["images", "read as their class", "Fréchet distance", "precision", "recall"],
      [`${test.count} real test images (the classifier's accuracy)`, percent(test.share)],
      [`${halves.count} of them against ${halves.count} others`, "", ...likenessCells(halves)],
      [`${training.count} real training images`, ...judged(training)],
      ["reconstructions of the test images", ...judged(reconstructions)],
      ...generated.map(({ temperature, guidance, ...judgement }) => [
        `${judgement.count} generated, seeds 0 to ${judgement.count - 1}, ` +
        `temperature ${temperature}, guidance ${guidance}`,
        ...judged(judgement),
      ]),
    ]),
    "",
    `Fréchet distance: ${notes.frechet}`,
    `precision: ${notes.precision}`,
    `recall: ${notes.recall}`,
    `against others: ${notes.halves}`,
    `training images: ${notes.training}`,
  ];
}

function judged(judgement: Judgement): string[] {
  return [percent(judgement.share), ...likenessCells(judgement)];
}

function likenessCells({ frechet, precision, recall }: Likeness): string[] {
  return [formatMetric(frechet), percent(precision), percent(recall)];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function valueOf(metric: BundleMetrics[string] | undefined): string {
  if (!metric) return "-";
  return `${formatMetric(metric.value)}${metric.unit ? ` ${metric.unit}` : ""}`;
}
