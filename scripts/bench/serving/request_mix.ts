/** A request of the mix. */
export interface MixedRequest {
  readonly path: string;
  readonly init?: RequestInit;
}

const JSON_TYPE = { "content-type": "application/json" };

/**
 * Request `i` of a mix of everything that a server answers: pictures, codes, files and refusals.
 *
 * @param png A picture to encode.
 */
export function mixedRequest(i: number, png: Uint8Array<ArrayBuffer>): MixedRequest {
  const seed = Math.floor(i / KINDS.length);
  return KINDS[i % KINDS.length](seed, png);
}

const KINDS: readonly ((seed: number, png: Uint8Array<ArrayBuffer>) => MixedRequest)[] = [
  (seed) => ({ path: `/generate?seed=${seed}&class=${seed % 2}` }),
  (seed) => ({ path: `/generate?seed=${seed}&n=2&scale=2`, init: accept("application/json") }),
  (seed) => ({ path: `/generate?seed=${seed}`, init: accept("text/event-stream") }),
  (seed) => ({ path: "/generate", init: post({ seed, temperature: 0.8, top_k: 4 }) }),
  (_, png) => ({
    path: "/encode",
    init: { method: "POST", headers: { "content-type": "image/png" }, body: png },
  }),
  () => ({ path: "/codebook?indices=0,5", init: accept("application/octet-stream") }),
  () => ({ path: "/codebook" }),
  () => ({ path: "/models" }),
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
