import type { FileStore } from "./file_store.ts";
import type { Inference } from "./inference.ts";
import type { Counters } from "./metrics/counters.ts";
import type { Access } from "./http/access.ts";
import type { RateLimit } from "./http/rate_limit.ts";
import type { ReplyStore } from "./reply_store.ts";
import type { ServedModel } from "./served_model.ts";

/** `starting` until the first sample is drawn, `stopping` after the first signal. */
export type Readiness = "starting" | "ready" | "stopping";

/** A log line about a request or a failure inside it. */
export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** From the arrival of the request to the headers of the reply. */
  readonly ms: number;
  readonly error?: string;
}

/** Everything the routes need from outside. */
export interface AppDeps {
  /** At least one. */
  readonly models: readonly ServedModel[];
  /** Id of one of the models. */
  readonly defaultModel: string;
  readonly inference: Inference;
  readonly files: FileStore;
  /** Caches replies that depend on the request alone, if the runtime has a cache. */
  readonly replies?: ReplyStore;
  /** Refuses clients that exceed a rate limit, if one is set. */
  readonly rateLimit?: RateLimit;
  /** API keys; without them every client may request work. */
  readonly access?: Access;
  /** Prefix of all paths, such as `/a/b`. Default empty. */
  readonly basePath?: string;
  /** Where `/metrics` is served: with everything else (the default), nowhere, or on a separate port. */
  readonly metricsPlace?: "public" | "private" | "off";
  readonly readiness: () => Readiness;
  readonly log: (line: LogLine) => void;
  /** Counters of the app that this one replaces. */
  readonly counters?: Counters;
  /** Number of dropped log lines, if the runtime writes them itself. */
  readonly droppedLogLines?: () => number;
  /** Wall-clock time in milliseconds since 1970, for display; it may jump. */
  readonly now: () => number;
  /** Monotonic time in milliseconds, for durations. */
  readonly monotonic: () => number;
  /** A u32. */
  readonly randomSeed: () => number;
  /** Resident memory in bytes, if the runtime knows it. */
  readonly residentBytes?: () => number;
  /** Default {@link BODY_DEADLINE_MS}. */
  readonly bodyDeadlineMs?: number;
}
