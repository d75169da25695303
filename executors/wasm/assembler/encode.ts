/** Bytes of WebAssembly, nested so that none is copied as code is put together: an expression leaves its value on the stack. */
export type Code = readonly (number | Code)[];

/** What a local, a parameter or a result holds. */
export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";

/** Source: WebAssembly 2.0, 5.3.1, https://webassembly.github.io/spec/core/binary/types.html */
export const TYPE_BYTE: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** An unsigned number in LEB128. @param value In [0, 2^32). */
export function unsigned(value: number): number[] {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new RangeError(`Cannot encode a number: expected an integer in [0, 2^32), got ${value}`);
  }
  const bytes: number[] = [];
  do {
    const low = value % 128;
    value = Math.floor(value / 128);
    bytes.push(value > 0 ? low | 0x80 : low);
  } while (value > 0);
  return bytes;
}

/** A signed number in LEB128. @param value In [-2^31, 2^31). */
export function signed(value: number): number[] {
  if ((value | 0) !== value) {
    throw new RangeError(
      `Cannot encode a number: expected an integer in [-2^31, 2^31), got ${value}`,
    );
  }
  const bytes: number[] = [];
  for (;;) {
    const low = value & 0x7f;
    value >>= 7;
    if ((value === 0 && (low & 0x40) === 0) || (value === -1 && (low & 0x40) !== 0)) {
      bytes.push(low);
      return bytes;
    }
    bytes.push(low | 0x80);
  }
}

/** The four bytes of an f32, lowest first. */
export function floatBytes(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

/** A name as its length and its bytes in UTF-8. */
export function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [...unsigned(bytes.length), ...bytes];
}

/** A list as its length and its items. */
export function list(items: readonly (readonly number[])[]): number[] {
  return ([] as number[]).concat(unsigned(items.length), ...items);
}
