const FIRST_BYTES = 8 * 1024;
const LARGEST_STEP = 1024 * 1024;
/** In Deno a read into fewer than four bytes never resolves. */
const LEAST_ROOM = 4 * 1024;

/** An extension of workerd's reader: bytes that arrive one by one need only one read. */
interface PatientReader extends ReadableStreamBYOBReader {
  readAtLeast?(
    bytes: number,
    view: Uint8Array<ArrayBuffer>,
  ): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>>;
}

/** Collects bytes in one buffer, at most 1 MiB larger than its content. */
export class GrowingBuffer {
  #buffer = new ArrayBuffer(FIRST_BYTES);
  #size = 0;

  /** Bytes received. */
  get size(): number {
    return this.#size;
  }

  /** Bytes allocated. */
  get capacity(): number {
    return this.#buffer.byteLength;
  }

  /** Reads the next piece straight into the buffer. @returns False at the end of the stream. */
  async readFrom(reader: PatientReader): Promise<boolean> {
    this.#makeRoom(LEAST_ROOM);
    const room = new Uint8Array(this.#buffer, this.#size);
    const { done, value } = await (reader.readAtLeast?.(LEAST_ROOM, room) ?? reader.read(room));
    if (value === undefined) return false; // The stream was cancelled and kept the buffer.
    this.#buffer = value.buffer;
    this.#size += value.byteLength;
    return !done;
  }

  /** Adds a piece by copying it. */
  add(piece: Uint8Array): void {
    this.#makeRoom(piece.byteLength);
    new Uint8Array(this.#buffer).set(piece, this.#size);
    this.#size += piece.byteLength;
  }

  /** The bytes; the buffer must not be used afterwards. */
  take(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer, 0, this.#size);
  }

  #makeRoom(bytes: number): void {
    let capacity = this.capacity;
    while (capacity - this.#size < bytes) capacity += Math.min(capacity, LARGEST_STEP);
    // Unlike a copy, this frees the old memory at once.
    if (capacity > this.capacity) this.#buffer = this.#buffer.transfer(capacity);
  }
}
