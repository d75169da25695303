import type { CodebookModel } from "./served_model.ts";

/** A reply is written in chunks of at least this many bytes. */
const PIECE_BYTES = 64 * 1024;
/** Whole codebooks of up to this many numbers are cached as text: about 16 MB. */
const KEPT_NUMBERS = 2 ** 20;

const encoder = new TextEncoder();

/** The bodies of `GET /codebook`, in chunks; the text of a whole codebook is cached. */
export class CodebookBodies {
  readonly #kept = new WeakMap<CodebookModel, MadeOnce>();
  #left = KEPT_NUMBERS;

  /** As JSON. @param indices Undefined for all entries. */
  json(model: CodebookModel, indices?: readonly number[]): Iterator<Uint8Array> {
    if (indices !== undefined) return packed(textOf(model, indices));
    const whole = () => packed(textOf(model, [...everyIndex(model)]));
    const kept = this.#kept.get(model);
    if (kept !== undefined) return kept.pieces();
    const { size, dim } = model.manifest.codebook;
    if (size * dim > this.#left) return whole();
    this.#left -= size * dim;
    const made = new MadeOnce(whole());
    this.#kept.set(model, made);
    return made.pieces();
  }

  /** The rows one after another, little-endian f32. @param indices Undefined for all entries. */
  *raw(model: CodebookModel, indices: Iterable<number> = everyIndex(model)): Generator<Uint8Array> {
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

/** Chunks that are made for the first reader and cached for the others. */
class MadeOnce {
  readonly #made: Uint8Array[] = [];

  constructor(readonly source: Iterator<Uint8Array>) {}

  *pieces(): Generator<Uint8Array> {
    for (let i = 0;; i++) {
      if (i === this.#made.length) {
        const { done, value } = this.source.next();
        if (done) return;
        this.#made.push(value);
      }
      yield this.#made[i];
    }
  }
}

/** The whole body if it is a single chunk, otherwise undefined. */
export function wholeBody(pieces: Iterator<Uint8Array>): Uint8Array | undefined {
  const first = pieces.next();
  if (first.done) return new Uint8Array(0);
  return pieces.next().done ? first.value : undefined;
}

/** Sends chunks as they are made, one per turn of the event loop. @param ended Called once. */
export function streamOf(
  pieces: Iterator<Uint8Array>,
  ended: () => void,
): ReadableStream<Uint8Array> {
  let left = false;
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (left) return;
      const { done, value } = pieces.next();
      if (!done) return controller.enqueue(value);
      controller.close();
      ended();
    },
    cancel() {
      left = true;
      ended();
    },
  });
}

function* everyIndex({ manifest }: CodebookModel): Generator<number> {
  for (let index = 0; index < manifest.codebook.size; index++) yield index;
}

function rowOf({ codebook, manifest }: CodebookModel, index: number): Float32Array {
  const { dim } = manifest.codebook;
  return codebook.subarray(index * dim, (index + 1) * dim);
}

/** The text of a reply in small parts. */
function* textOf(model: CodebookModel, indices: readonly number[]): Generator<string> {
  const { id, codebook: { size, dim } } = model.manifest;
  yield `{"model":${JSON.stringify(id)},"size":${size},"dim":${dim},"indices":[`;
  for (let i = 0; i < indices.length; i++) yield i === 0 ? `${indices[i]}` : `,${indices[i]}`;
  yield '],"vectors":[';
  for (let i = 0; i < indices.length; i++) {
    yield `${i === 0 ? "" : ","}[${rowOf(model, indices[i]).join(",")}]`;
  }
  yield "]}";
}

/** Joins parts of a text into chunks. */
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
