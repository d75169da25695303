import type { ModelCard } from "../../../web/studio/model_card.ts";

/** A model of 2 × 3 codes out of 40, with two classes. */
export const CARD: ModelCard = {
  id: "test",
  title: "Tests",
  image: { height: 8, width: 12, channels: 1 },
  grid: { height: 2, width: 3 },
  codebook: { size: 40, dim: 2 },
  classes: ["cat", "dog"],
  files: {},
  version: "abc",
};

/** What a server with that model alone serves. */
export const LIST = { default: CARD.id, models: [CARD] };
