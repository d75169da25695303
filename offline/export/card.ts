import type { BundleDescription } from "../../core/bundle/mod.ts";
import type { Pass } from "../../generation/open_sampler.ts";
import { formatMetric, METRIC_NOTES } from "./bundle_metrics.ts";

/** What a card says that no manifest does. */
export interface CardFacts {
  /** What a person types to make the bundle again. */
  readonly command: string;
  /** How the prior is evaluated, where there is one. */
  readonly pass?: Pass;
}

/** The model card of a bundle, Markdown. */
export function writeCard(description: BundleDescription, { command, pass }: CardFacts): string {
  const { id, title, image, classes, metrics, seed, data, training, models } = description;
  const rows = Object.entries(metrics).map(([name, { value, unit, dataset, split }]) =>
    `| ${name} | ${formatMetric(value)}${unit ? ` ${unit}` : ""} | ${dataset}, ${split} | ${
      METRIC_NOTES[name]?.note ?? ""
    } |`
  );
  const steps = Object.entries(training.steps).map(([stage, count]) => `${stage} ${count}`);
  return `# ${title}

A small generator of images made with Tessera: ${codecSentence(description)}${
    priorSentence(description)
  }
${samplesSection(description)}
![Test images and their reconstructions](reconstructions.png)

Odd rows: images of the test split. Even rows: what the model keeps of them.

| | |
|---|---|
| id | \`${id}\` |
| image | ${image.height} × ${image.width}, ${image.channels === 1 ? "grey" : "colour"} |
| ${spaceRow(description)} |
| classes | ${classes.length > 0 ? classes.join(", ") : "none"} |
| trained on | ${data.name}: ${data.source} |
| licence of the data | ${data.licence} |
| training | ${steps.join(", ")} steps, ${
    (training.seconds / 60).toFixed(1)
  } minutes, seed ${seed} |
| device | ${training.adapter} |
| drawing | ${drawingOf(description, pass)} |
| command | \`${command}\` |

## Measured

| metric | value | on | |
|---|---|---|---|
${rows.join("\n")}

## Use and limits

For playing, teaching and prototypes. It draws what its ${data.name} training images look like and knows
nothing else; pictures of another kind are rebuilt badly. It has no notion of what is true or fit to show.

## Settings

\`\`\`json
${JSON.stringify(models, null, 2)}
\`\`\`
`;
}

function codecSentence({ space, models }: BundleDescription): string {
  const codec = `a codec (${models.codec.kind}) turns a picture into `;
  const { height, width } = space;
  return space.kind === "codes"
    ? `${codec}a grid of\n${height} × ${width} codes out of ${space.size}`
    : `${codec}latents of\n${height} × ${width} × ${space.channels} numbers`;
}

function priorSentence({ models: { prior } }: BundleDescription): string {
  return prior ? `, and a prior (${prior.kind}) has learned how they go together.` : ".";
}

function samplesSection({ draws, classes }: BundleDescription): string {
  if (draws === null) return "";
  const rows = classes.length > 0 ? ", one row a class" : "";
  return `
![Samples, none picked](samples.png)

Seeds 0, 1, 2 … in reading order${rows}, temperature 1, no truncation, no guidance.
`;
}

function spaceRow({ space, codebook }: BundleDescription): string {
  const { height, width } = space;
  if (space.kind === "latents") return `latents | ${height} × ${width} × ${space.channels}`;
  const entries = codebook ? `, entries of width ${codebook.dim}` : "";
  const bits = height * width * Math.log2(space.size);
  return `codes | ${height} × ${width} of K = ${space.size}${entries}: ${bits} bits an image`;
}

function drawingOf({ draws }: BundleDescription, pass: Pass | undefined): string {
  if (draws === null) return "none: the model rebuilds pictures and makes no new ones";
  if (pass !== "whole grid") return draws;
  return `${draws}, slowly: an op of the prior has no form at one position, so that each code takes ` +
    "a pass over the whole grid, in plain TypeScript";
}
