import type { FileStore } from "./file_store.ts";
import type { Inference } from "./inference.ts";
import type { Counters } from "./metrics/counters.ts";
import type { Access } from "./http/access.ts";
import type { RateLimit } from "./http/rate_limit.ts";
import type { ReplyStore } from "./reply_store.ts";
import type { ServedModel } from "./served_model.ts";

/** `starting` until a warm sample is done, `stopping` from the first signal on. */
export type Readiness = "starting" | "ready" | "stopping";

/** One line about one request, or about a failure inside it. */
export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** From the request's arrival to the reply's headers. */
  readonly ms: number;
  readonly error?: string;
}

/** Everything that the routes need from outside. */
export interface AppDeps {
  /** At least one. */
  readonly models: readonly ServedModel[];
  /** Id of one of the models. */
  readonly defaultModel: string;
  readonly inference: Inference;
  readonly files: FileStore;
  /** Keeps replies that their request decides, where there is such a place. */
  readonly replies?: ReplyStore;
  /** Refuses clients that ask for too much work, where it is told. */
  readonly rateLimit?: RateLimit;
  /** Who may ask for work; everybody where it is left out. */
  readonly access?: Access;
  /** The path below which all is served: empty, or as `/a/b`. Default empty. */
  readonly basePath?: string;
  /** Whether `/metrics` is answered with all else (the default), nowhere, or on a port of its own. */
  readonly metricsPlace?: "public" | "private" | "off";
  readonly readiness: () => Readiness;
  readonly log: (line: LogLine) => void;
  /** What an app before this one has counted. */
  readonly counters?: Counters;
  /** Lines that could not be written, where the runtime writes them itself. */
  readonly droppedLogLines?: () => number;
  /** Milliseconds since 1970: what is told to people. It may be set back while the server runs. */
  readonly now: () => number;
  /** Milliseconds that never go back, for durations. */
  readonly monotonic: () => number;
  /** A u32. */
  readonly randomSeed: () => number;
  /** Resident memory in bytes, where the runtime tells it. */
  readonly residentBytes?: () => number;
  /** Default {@link BODY_DEADLINE_MS}. */
  readonly bodyDeadlineMs?: number;
}
