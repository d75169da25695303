import * as z from "zod";
import { MAX_ERRORS } from "../limits.ts";

/** `GET /healthz`. */
export const Health = z.object({ status: z.literal("ok") }).meta({
  id: "Health",
  examples: [{ status: "ok" }],
});

/** `GET /readyz` when ready. */
export const Ready = z.object({ status: z.literal("ready") }).meta({
  id: "Ready",
  examples: [{ status: "ready" }],
});

/** Every refusal. */
export const ProblemDocument = z.object({
  type: z.string().max(200),
  title: z.string().max(200),
  status: z.int().min(400).max(599),
  detail: z.string().max(2000),
  instance: z.string().max(64).meta({ description: "The request's id, as in X-Request-Id." }),
  errors: z.array(z.object({ path: z.string().max(1000), message: z.string().max(1000) }))
    .max(MAX_ERRORS),
}).meta({ id: "Problem", description: "RFC 9457." });
