import type { BundleDescription } from "../../core/bundle/mod.ts";
import type { Space } from "../../models/contract.ts";
import type { TestMetrics } from "../../training/measures/test_metrics.ts";

/** What is measured of a bundle, in the manifest's form. */
export type BundleMetrics = BundleDescription["metrics"];

/** Names, units and meaning of the metrics, as tables and cards show them. */
export const METRIC_NOTES: Readonly<Record<string, { unit?: string; note: string }>> = {
  reconstruction_mse: {
    note: "mean square error of a pixel in [0, 1] after encoding and decoding",
  },
  prior_nats_per_code: { unit: "nats", note: "given the class; lower is better" },
  prior_nats_per_code_without_class: { unit: "nats", note: "class unknown to the prior" },
  prior_nats_per_code_marginal: {
    unit: "nats",
    note: "-ln of the mean over the classes of the codes' probability given each",
  },
  prior_nats_per_code_without_class_gap: {
    unit: "nats",
    note: "without class less marginal: what is lost where the prior sees no class",
  },
  prior_bits_per_image: { unit: "bits", note: "all codes of an image under the prior" },
  unigram_nats_per_code: { unit: "nats", note: "entropy of the codes without context" },
  uniform_nats_per_code: { unit: "nats", note: "ln K: every code equally likely" },
  codebook_usage: { note: "share of the entries that occur" },
  codebook_perplexity: { note: "entries in use, as if all were equally frequent" },
};

/** The metrics of a run on the test split. */
export function bundleMetrics(
  { codec, prior }: TestMetrics,
  { space, dataset }: { space: Space; dataset: string },
): BundleMetrics {
  const nats = prior?.get("nats");
  const withoutClass = prior?.get("nats without class");
  const marginal = prior?.get("nats marginal");
  const { height, width } = space;
  const values: Record<string, number | undefined> = {
    reconstruction_mse: codec?.get("mse"),
    prior_nats_per_code: nats,
    prior_nats_per_code_without_class: withoutClass,
    prior_nats_per_code_marginal: marginal,
    prior_nats_per_code_without_class_gap: marginal && withoutClass && withoutClass - marginal,
    prior_bits_per_image: nats && nats / Math.LN2 * height * width,
    unigram_nats_per_code: codec?.get("unigram"),
    uniform_nats_per_code: space.kind === "codes" ? Math.log(space.size) : undefined,
    codebook_usage: codec?.get("usage"),
    codebook_perplexity: codec?.get("perplexity"),
  };
  const metrics: BundleMetrics = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const { unit } = METRIC_NOTES[name];
    metrics[name] = { value, ...unit && { unit }, dataset, split: "test" };
  }
  return metrics;
}

/** A number as a person reads it. */
export function formatMetric(value: number): string {
  return Math.abs(value) < 0.1 && value !== 0
    ? value.toPrecision(3)
    : String(Number(value.toFixed(3)));
}
