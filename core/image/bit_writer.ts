/** Writes bits into a growing buffer, least significant bit first. */
export class BitWriter {
  #bytes = new Uint8Array(1024);
  #size = 0;
  #hold = 0;
  #held = 0;

  /** @param count In `[0, 16]`. */
  bits(value: number, count: number): void {
    this.#hold |= value << this.#held;
    this.#held += count;
    while (this.#held >= 8) {
      this.#append(this.#hold & 255);
      this.#hold >>>= 8;
      this.#held -= 8;
    }
  }

  /** Completes the last byte, then writes 32 bits in big-endian order. */
  finish(checksum: number): Uint8Array<ArrayBuffer> {
    this.bits(0, -this.#held & 7);
    for (let shift = 24; shift >= 0; shift -= 8) this.#append(checksum >>> shift & 255);
    return this.#bytes.slice(0, this.#size);
  }

  #append(byte: number): void {
    if (this.#size === this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#size);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#size++] = byte;
  }
}
