import * as z from "zod";

/** A configuration with every kind of setting that a model's may have. */
export const SmallConfig = z.strictObject({
  id: z.string().regex(/^[a-z]+$/),
  codec: z.strictObject({
    kind: z.literal("vq"),
    channels: z.int().min(2).max(1024).refine((it) => it % 2 === 0, { error: "must be even" }),
    codebookSize: z.int().min(2).max(65536),
    beta: z.number().positive().max(100),
    normaliseCodes: z.boolean(),
    sides: z.array(z.int().min(1)).max(4),
    codebook: z.discriminatedUnion("update", [
      z.strictObject({ update: z.literal("loss") }),
      z.strictObject({ update: z.literal("ema"), decay: z.number().min(0).max(1) }),
    ]),
    limit: z.union([z.int().min(1), z.literal("none")]),
  }).refine(({ channels, codebookSize }) => channels <= codebookSize, {
    path: ["codebookSize"],
    error: "must be at least the channels",
  }),
  prior: z.strictObject({
    layers: z.int().min(1).max(64),
    dropout: z.number().min(0).max(0.9).nullable(),
  }),
});

export type SmallConfig = z.infer<typeof SmallConfig>;

export const SMALL: SmallConfig = {
  id: "small",
  codec: {
    kind: "vq",
    channels: 32,
    codebookSize: 64,
    beta: 0.25,
    normaliseCodes: false,
    sides: [3, 5],
    codebook: { update: "ema", decay: 0.99 },
    limit: "none",
  },
  prior: { layers: 8, dropout: 0.1 },
};
