import * as z from "zod";
import { PixelCnnConfig } from "../models/priors/pixel_cnn_config.ts";
import { VqVaeConfig } from "../models/autoencoders/vq_vae_config.ts";

/** How a stage is optimised: Adam with linear warm-up and a cosine. */
export const Optimisation = z.strictObject({
  /** Images a step. */
  batchSize: z.int().min(1).max(4096),
  steps: z.int().min(1).max(10_000_000),
  /** Largest learning rate. */
  rate: z.number().positive().max(1),
  /** Steps in which the rate rises. */
  warmup: z.int().min(0).max(1_000_000),
  /** Share of the rate left at the end. */
  finalRate: z.number().min(0).max(1),
  weightDecay: z.number().min(0).max(1),
  /** Largest norm of the gradient; 0 is any. */
  clip: z.number().min(0).max(1e6),
  /** Decay of the moving average of the weights. */
  averageDecay: z.number().min(0).max(0.99999),
});

export type Optimisation = z.infer<typeof Optimisation>;

/** Everything that decides what a run trains; data and seed besides. */
export const TrainingConfig = z.strictObject({
  /** Of the bundle. */
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
  title: z.string().min(1).max(200),
  /** Images held out of the training split to choose the best weights by; 0 trains on all and takes the last. */
  validation: z.int().min(0).max(1_000_000),
  /** Share of labels that the prior does not get to see, so that it can also do without. */
  labelDropout: z.number().min(0).max(1),
  autoencoder: VqVaeConfig,
  autoencoderOptimisation: Optimisation,
  prior: PixelCnnConfig,
  priorOptimisation: Optimisation,
});

export type TrainingConfig = z.infer<typeof TrainingConfig>;
