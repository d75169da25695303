import type { ServedModel } from "./served_model.ts";

/** A reply is made and sent in pieces of at least so many bytes. */
const PIECE_BYTES = 64 * 1024;
/** The most that is kept of whole codebooks as text. */
const KEPT_BYTES = 16 * 1024 * 1024;

const encoder = new TextEncoder();

/** The bodies of `GET /codebook`, piece by piece; the text of a whole codebook is made once and kept. */
export class CodebookBodies {
  readonly #kept = new WeakMap<ServedModel, readonly Uint8Array[]>();
  #left = KEPT_BYTES;

  /** As JSON. @param indices Undefined for all entries. */
  *json(model: ServedModel, indices?: readonly number[]): Generator<Uint8Array> {
    const kept = indices === undefined ? this.#kept.get(model) : undefined;
    if (kept !== undefined) return yield* kept;
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for (const piece of packed(textOf(model, indices ?? everyIndex(model)))) {
      bytes += piece.byteLength;
      if (bytes <= this.#left) pieces.push(piece);
      else pieces.length = 0;
      yield piece;
    }
    if (indices !== undefined || bytes > this.#left || this.#kept.has(model)) return;
    this.#left -= bytes;
    this.#kept.set(model, pieces);
  }

  /** The rows one after another, little-endian f32. @param indices Undefined for all entries. */
  *raw(model: ServedModel, indices: Iterable<number> = everyIndex(model)): Generator<Uint8Array> {
    const { dim } = model.manifest.codebook;
    const rows = Math.ceil(PIECE_BYTES / (dim * 4));
    let view = new DataView(new ArrayBuffer(rows * dim * 4));
    let at = 0;
    for (const index of indices) {
      for (const value of rowOf(model, index)) view.setFloat32(at, value, true), at += 4;
      if (at < view.byteLength) continue;
      yield new Uint8Array(view.buffer);
      view = new DataView(new ArrayBuffer(view.byteLength));
      at = 0;
    }
    if (at > 0) yield new Uint8Array(view.buffer, 0, at);
  }
}

/** A short body whole; undefined if it has more than one piece. */
export function wholeBody(pieces: Iterator<Uint8Array>): Uint8Array | undefined {
  const first = pieces.next();
  if (first.done) return new Uint8Array(0);
  return pieces.next().done ? first.value : undefined;
}

/** Sends pieces as they are made, one a turn of the event loop. @param ended Called once. */
export function streamOf(
  pieces: Iterator<Uint8Array>,
  ended: () => void,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      const { done, value } = pieces.next();
      if (!done) return controller.enqueue(value);
      controller.close();
      ended();
    },
    cancel: ended,
  });
}

function* everyIndex({ manifest }: ServedModel): Generator<number> {
  for (let index = 0; index < manifest.codebook.size; index++) yield index;
}

function rowOf({ codebook, manifest }: ServedModel, index: number): Float32Array {
  const { dim } = manifest.codebook;
  return codebook.subarray(index * dim, (index + 1) * dim);
}

/** The text of a reply in small parts. */
function* textOf(model: ServedModel, indices: Iterable<number>): Generator<string> {
  const { id, codebook: { size, dim } } = model.manifest;
  const listed = [...indices];
  yield `{"model":${JSON.stringify(id)},"size":${size},"dim":${dim},"indices":[`;
  for (let i = 0; i < listed.length; i++) yield i === 0 ? `${listed[i]}` : `,${listed[i]}`;
  yield '],"vectors":[';
  for (let i = 0; i < listed.length; i++) {
    yield `${i === 0 ? "" : ","}[${rowOf(model, listed[i]).join(",")}]`;
  }
  yield "]}";
}

/** Parts of a text together in pieces. */
function* packed(parts: Iterable<string>): Generator<Uint8Array> {
  let text = "";
  for (const part of parts) {
    text += part;
    if (text.length < PIECE_BYTES) continue;
    yield encoder.encode(text);
    text = "";
  }
  if (text !== "") yield encoder.encode(text);
}
