import type { BundleDescription } from "../../core/bundle/mod.ts";
import { formatMetric, METRIC_NOTES } from "./bundle_metrics.ts";

/** The model card of a bundle, Markdown. @param command What a person types to make it again. */
export function writeCard(description: BundleDescription, command: string): string {
  const { id, title, image, grid, codebook, classes, metrics, seed, data, training, models } =
    description;
  const rows = Object.entries(metrics).map(([name, { value, unit, dataset, split }]) =>
    `| ${name} | ${formatMetric(value)}${unit ? ` ${unit}` : ""} | ${dataset}, ${split} | ${
      METRIC_NOTES[name]?.note ?? ""
    } |`
  );
  const codes = grid.height * grid.width;
  const bits = codes * Math.log2(codebook.size);
  const steps = Object.entries(training.steps).map(([stage, count]) => `${stage} ${count}`);
  return `# ${title}

A small discrete-latent image generator made with Tessera: a VQ-VAE turns a picture into a grid of
${grid.height} × ${grid.width} codes out of ${codebook.size}, and a gated PixelCNN has learned how codes go together.

![Samples, none picked](samples.png)

Seeds 0, 1, 2 … in reading order${
    classes.length > 0 ? ", one row a class" : ""
  }, temperature 1, no truncation, no guidance.

![Test images and their reconstructions](reconstructions.png)

Odd rows: images of the test split. Even rows: what ${codes} codes keep of them.

| | |
|---|---|
| id | \`${id}\` |
| image | ${image.height} × ${image.width}, ${image.channels === 1 ? "grey" : "colour"} |
| codes | ${grid.height} × ${grid.width} of K = ${codebook.size}, entries of width ${codebook.dim}: ${bits} bits an image |
| classes | ${classes.length > 0 ? classes.join(", ") : "none"} |
| trained on | ${data.name}: ${data.source} |
| licence of the data | ${data.licence} |
| training | ${steps.join(", ")} steps, ${
    (training.seconds / 60).toFixed(1)
  } minutes, seed ${seed} |
| adapter | ${training.adapter} |
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
