import type { Hono } from "hono";
import { createApp } from "../../routes/app.ts";
import type { AppDeps, LogLine } from "../../routes/deps.ts";
import type { Env } from "../../routes/http/request_context.ts";
import type { StoredFile } from "../../routes/file_store.ts";
import { InProcessQueue } from "../../serving/in_process_queue.ts";
import { performWith } from "../../serving/perform.ts";
import { queueLimits } from "../../serving/work_queue.ts";
import { fakeManifest, fakeModel } from "./fake_model.ts";

/** The API around two fake models, without a socket: `fake` with classes, `plain` without. */
export interface TestApp {
  readonly app: Hono<Env>;
  readonly lines: LogLine[];
  readonly queue: InProcessQueue;
  readonly version: string;
  /** @param client Default one that all requests share. */
  readonly request: (path: string, init?: RequestInit, client?: string) => Promise<Response>;
  /** A POST of JSON. */
  readonly post: (path: string, body: unknown, headers?: HeadersInit) => Promise<Response>;
}

/** @param changes What the test needs otherwise. */
export function openTestApp(changes: Partial<AppDeps> = {}): TestApp {
  const models = [fakeModel(fakeManifest("fake")), fakeModel(fakeManifest("plain", []))];
  const perform = performWith(new Map(models.map((model) => [model.manifest.id, model])));
  const queue = new InProcessQueue(perform, queueLimits(models));
  const lines: LogLine[] = [];
  const files = new Map([
    ["index.html", memoryFile("<!doctype html>")],
    ["docs/index.html", memoryFile("<!doctype html><title>docs</title>")],
    ["runtime/worker.js", memoryFile("export {};")],
    ["widget.js", memoryFile("export {};")],
    ["models/fake/notes.md", memoryFile("0123456789")],
    ["models/fake/codebook.json", memoryFile("{}")],
    ...["weights.safetensors", "weights.safetensors.gz", "samples.png", "report.html"].map((name) =>
      [`models/fake/${name}`, memoryFile(name)] as const
    ),
  ]);
  const app = createApp({
    models,
    defaultModel: "fake",
    inference: queue,
    files: { find: (path) => files.get(path) },
    readiness: () => "ready",
    log: (line) => lines.push(line),
    now: () => Date.UTC(2030, 0, 1),
    monotonic: () => 0,
    randomSeed: () => 99,
    ...changes,
  });
  const request = async (path: string, init?: RequestInit, client?: string) =>
    await app.request(path, init, { client });
  const post = (path: string, body: unknown, headers: HeadersInit = {}) => {
    const all = { "content-type": "application/json", ...headers };
    return request(path, { method: "POST", headers: all, body: JSON.stringify(body) });
  };
  return { app, lines, queue, version: models[0].version, request, post };
}

function memoryFile(text: string): StoredFile {
  const bytes = new TextEncoder().encode(text);
  return {
    size: bytes.length,
    etag: `"${text.length}"`,
    read: (start, end) => Promise.resolve(new Response(bytes.slice(start, end)).body!),
  };
}
