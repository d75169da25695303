const encoder = new TextEncoder();

/**
 * A message in protobuf's wire format, its fields in the order in which they are added.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
export class Message {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** An integer of up to 64 bits, negative ones in two's complement. */
  integer(field: number, value: number | bigint): this {
    return this.#tag(field, 0).#varint(BigInt.asUintN(64, BigInt(value)));
  }

  /** A 32-bit float. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#tag(field, 5).#push(bytes);
  }

  /** Bytes, their length before them. They are not copied before {@link finish}. */
  bytes(field: number, value: Uint8Array): this {
    return this.#tag(field, 2).#varint(BigInt(value.length)).#push(value);
  }

  /** UTF-8. */
  text(field: number, value: string): this {
    return this.bytes(field, encoder.encode(value));
  }

  /** A message inside this one, as it is now. */
  message(field: number, inner: Message): this {
    return this.bytes(field, inner.finish());
  }

  /** All bytes. */
  finish(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#length);
    let end = 0;
    for (const part of this.#parts) {
      bytes.set(part, end);
      end += part.length;
    }
    return bytes;
  }

  #tag(field: number, wireType: number): this {
    return this.#varint(BigInt(field << 3 | wireType));
  }

  /** Seven bits a byte, the lowest first; the high bit says that more follow. */
  #varint(value: bigint): this {
    const bytes: number[] = [];
    for (; value > 127n; value >>= 7n) bytes.push(Number(value & 127n) | 128);
    return this.#push(Uint8Array.of(...bytes, Number(value)));
  }

  #push(part: Uint8Array): this {
    this.#parts.push(part);
    this.#length += part.length;
    return this;
  }
}
