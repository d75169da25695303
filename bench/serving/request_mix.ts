/** A request of the mix. */
export interface MixedRequest {
  readonly path: string;
  readonly init?: RequestInit;
}

/** What requests are made of that depends on the model. */
export interface MixSource {
  /** Id of the default model. */
  readonly model: string;
  /** A picture to encode. */
  readonly png: Uint8Array<ArrayBuffer>;
  /** A grid to decode. */
  readonly codes: readonly number[][];
  /** A vector as wide as the codebook's entries. */
  readonly vector: readonly number[];
}

type Kind = (seed: number, source: MixSource) => MixedRequest;

const JSON_TYPE = { "content-type": "application/json" };

/** Fetches what a mix is made of from the default model. */
export async function mixSource(
  server: { fetch(path: string, init?: RequestInit): Promise<Response> },
): Promise<MixSource> {
  const png = await (await server.fetch("/generate?seed=1")).bytes();
  const drawn = await (await server.fetch("/generate?seed=1", accept("application/json"))).json();
  const entry = await (await server.fetch("/codebook?indices=0")).json();
  return { model: drawn.model, png, codes: drawn.data[0].codes, vector: entry.vectors[0] };
}

/** Request `i` of a mix of everything that a server answers: every route, files and refusals. */
export function mixedRequest(i: number, source: MixSource): MixedRequest {
  const seed = Math.floor(i / KINDS.length);
  return KINDS[i % KINDS.length](seed, source);
}

const KINDS: readonly Kind[] = [
  (seed) => ({ path: `/generate?seed=${seed}&class=${seed % 2}` }),
  (seed) => ({ path: `/generate?seed=${seed}&n=2&scale=2`, init: accept("application/json") }),
  (seed) => ({ path: `/generate?seed=${seed}`, init: accept("text/event-stream") }),
  (seed) => ({ path: "/generate", init: post({ seed, temperature: 0.8, top_k: 4 }) }),
  (_, { png }) => ({
    path: "/encode",
    init: { method: "POST", headers: { "content-type": "image/png" }, body: png },
  }),
  (_, { codes }) => ({ path: "/decode", init: post({ codes, scale: 2 }) }),
  (_, { vector }) => ({ path: "/codebook/nearest", init: post({ vectors: [vector] }) }),
  () => ({ path: "/codebook?indices=0,5", init: accept("application/octet-stream") }),
  () => ({ path: "/codebook" }),
  () => ({ path: "/models" }),
  (_, { model }) => ({ path: `/models/${model}` }),
  (_, { model }) => ({
    path: `/models/${model}/weights.safetensors`,
    init: { headers: { range: "bytes=1000-99999" } },
  }),
  () => ({ path: "/healthz" }),
  () => ({ path: "/readyz" }),
  () => ({ path: "/metrics" }),
  () => ({ path: "/", init: { headers: { "accept-encoding": "gzip" } } }),
  () => ({ path: "/openapi.json", init: { method: "HEAD" } }),
  (seed) => ({ path: "/docs", init: { headers: { range: `bytes=${seed % 100}-` } } }),
  (seed) => ({ path: `/nowhere/${seed}` }),
  (seed) => ({ path: "/generate", init: post({ seed, n: 1000 }) }),
  (seed) => ({ path: `/generate?seed=${seed}&temperature=hot` }),
];

function accept(type: string): RequestInit {
  return { headers: { accept: type } };
}

function post(body: unknown): RequestInit {
  return { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) };
}
