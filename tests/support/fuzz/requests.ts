import { encodePng } from "../../../core/image/mod.ts";
import type { Random } from "../../../core/random/random.ts";
import { mutateBytes, mutateJsonText, mutateText, mutateValue, NASTY, pick } from "./mutate.ts";
import { mutatePng } from "./pngs.ts";

/** One request that a client may send. */
export interface FuzzRequest {
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
}

const GRID = [[0, 1, 2, 3], [4, 5, 6, 7], [0, 0, 0, 0], [7, 7, 7, 7]];
const PNG = encodePng({
  width: 5,
  height: 3,
  channels: 3,
  pixels: Uint8Array.from({ length: 45 }, (_, i) => i * 5),
});
const PATHS = [
  ...["/healthz", "/readyz", "/models", "/models/tiny", "/models/tiny/README.md", "/codebook"],
  ...["/models/tiny/weights.safetensors", "/generate", "/openapi.json", "/docs", "/metrics", "/"],
  ...[
    "/models/tiny/",
    "/encode",
    "/decode",
    "/codebook/nearest",
    "/models/__proto__",
    "/widget.js",
  ],
  ...["/models/t%69ny", "/models/constructor", "/models/%E2%98%83", "/runtime/kernels.wasm"],
];
const QUERIES: Record<string, string>[] = [
  {},
  { model: "tiny" },
  { seed: "7", n: "2", class: "one", scale: "2" },
  { seed: "4294967295", temperature: "0.5", top_k: "3", top_p: "0.9", guidance: "2" },
  { indices: "0,1,7" },
  { version: "abc" },
  { seed: "alice", class: "1", n: "1" },
  { class: "zero", model: "tiny", seed: "18446744073709551616" },
  { __proto__x: "1", "seed[]": "1", "": "", toString: "1" },
  { seed: "7", n: "64", scale: "16" },
];
const BODIES: Record<string, unknown> = {
  "/generate": { seed: 7, n: 2, class: 1, temperature: 0.7, top_k: 4, top_p: 0.5, scale: 2 },
  "/decode": { codes: [GRID, GRID], scale: 2 },
  "/codebook/nearest": { vectors: [[1, 2], [3, 4]] },
  "/generate?": { seed: "alice", class: "one", codes: [GRID.map((row) => row.map(() => null))][0] },
};
const METHODS = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "BREW"];
const HEADERS: Record<string, readonly string[]> = {
  accept: ["*/*", "image/png", "application/json", "text/event-stream", "a/b;q=0", ",,;q=9", ""],
  "content-type": ["application/json", "image/png", "text/plain", "application/json;charset=x", ""],
  "content-encoding": ["gzip", "identity"],
  "if-none-match": ["*", '"x"', "W/", '"', ",", 'W/"x", "y"', "x".repeat(4000)],
  "if-match": ["*", '"x"'],
  "if-modified-since": ["Mon, 01 Jan 2024 00:00:00 GMT", "never"],
  authorization: ["Bearer x", "Bearer", "Basic YTpi", "\u00ff"],
  cookie: ["a=b; c", "x".repeat(4000)],
  expect: ["100-continue"],
  forwarded: ["for=1.2.3.4", 'for="[::1]:80', ";;,"],
  origin: ["https://a.example", "null", "\u00e9"],
  upgrade: ["websocket", "h2c", "x"],
  "x-forwarded-for": ["1.2.3.4", "::1, 5.6.7.8", ",".repeat(500), "unknown"],
  "accept-encoding": ["gzip, br", "identity;q=0", "*;q=0"],
  "if-range": ['"x"', "Mon, 01 Jan 2024 00:00:00 GMT"],
  range: [
    ...["bytes=0-1", "bytes=-1", "bytes=9999999999-", "bytes=1-0", "bytes=", "x=1", "bytes=-0"],
    ...["bytes=0-0,2-3,5-", "bytes=0-99999999999999999999", `bytes=${"0-,".repeat(500)}`],
  ],
  "x-request-id": ["ok", "<a>", "x".repeat(300), " "],
};

/** A request that was right once, changed in up to four places. */
export function fuzzRequest(random: Random): FuzzRequest {
  if (random.uniform() < 0.05) return fileRequest(random);
  let request = random.uniform() < 0.6 ? getRequest(random) : postRequest(random);
  for (let changes = random.integer(4); changes > 0; changes--) request = change(request, random);
  const bodyless = request.method === "GET" || request.method === "HEAD";
  return bodyless ? { ...request, body: undefined } : request;
}

function getRequest(random: Random): FuzzRequest {
  const query = { ...pick(QUERIES, random) };
  const names = Object.keys(query);
  if (names.length > 0 && random.uniform() < 0.6) {
    query[pick(names, random)] = mutateText(pick(NASTY, random), random);
  }
  const path = `${pick(PATHS, random)}?${new URLSearchParams(query)}`;
  return { path, method: "GET", headers: {} };
}

/** Conditions and ranges, which decide the reply together. */
function fileRequest(random: Random): FuzzRequest {
  const headers: Record<string, string> = {};
  for (const name of ["range", "if-none-match", "if-range", "accept-encoding"]) {
    if (random.uniform() < 0.5) headers[name] = pick(HEADERS[name], random);
  }
  const method = random.uniform() < 0.8 ? "GET" : "HEAD";
  return {
    path: pick(["/", "/docs", "/models/tiny/weights.safetensors"], random),
    method,
    headers,
  };
}

function postRequest(random: Random): FuzzRequest {
  if (random.uniform() < 0.3) {
    const headers = { "content-type": "image/png" };
    return { path: "/encode", method: "POST", headers, body: mutatePng(PNG, random) };
  }
  const path = pick(Object.keys(BODIES), random);
  const value = random.uniform() < 0.7 ? mutateValue(BODIES[path], random) : BODIES[path];
  const text = JSON.stringify(value);
  const body = random.uniform() < 0.3 ? mutateJsonText(text, random) : text;
  return { path, method: "POST", headers: { "content-type": "application/json" }, body };
}

function change(request: FuzzRequest, random: Random): FuzzRequest {
  const kind = random.integer(5);
  if (kind === 0) return { ...request, method: pick(METHODS, random) };
  if (kind === 1) return { ...request, path: mutatePath(request.path, random) };
  if (kind === 2 && request.body !== undefined) {
    const bytes = typeof request.body === "string"
      ? new TextEncoder().encode(request.body)
      : request.body;
    return { ...request, body: mutateBytes(bytes, random) };
  }
  const name = pick(Object.keys(HEADERS), random);
  return { ...request, headers: { ...request.headers, [name]: pick(HEADERS[name], random) } };
}

function mutatePath(path: string, random: Random): string {
  const kind = random.integer(5);
  if (kind === 0) {
    return `${path}/${encodeURIComponent(pick(NASTY, random).toWellFormed()).slice(0, 500)}`;
  }
  if (kind === 1) return path.replace("/", pick(["//", "/%2e%2e/", "/%00", "/%ff", "/./"], random));
  if (kind === 2) {
    const name = pick(["seed", "class", "model", "n", "indices", "x"], random);
    return `${path}${path.includes("?") ? "&" : "?"}${name}=1&${name}=${random.integer(3)}`;
  }
  if (kind === 3) {
    return `${path}${path.includes("?") ? "&" : "?"}x=${"y".repeat(random.integer(12_000))}`;
  }
  return path.slice(0, 1 + random.integer(path.length));
}
