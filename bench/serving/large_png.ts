import { crc32 } from "../../core/image/crc32.ts";

const SIDE = 4096;
const RGB_ALPHA = 6;
let made: Promise<Uint8Array<ArrayBuffer>> | undefined;

/** A PNG of the largest size that is read, 16 bits a sample: 128 MiB in a file of some 130 KB. */
export function largePng(): Promise<Uint8Array<ArrayBuffer>> {
  return made ??= png(SIDE, 16);
}

/** A PNG of one colour with alpha, small as a file whatever its size. */
async function png(side: number, depth: number): Promise<Uint8Array<ArrayBuffer>> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, side);
  view.setUint32(4, side);
  header.set([depth, RGB_ALPHA, 0, 0, 0], 8);
  const row = new Uint8Array(1 + side * 4 * depth / 8);
  const rows = ReadableStream.from(Array.from({ length: side }, () => row));
  const packed = rows.pipeThrough(new CompressionStream("deflate"));
  const pixels = await new Response(packed).bytes();
  const parts = [
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk("IHDR", header),
    chunk("IDAT", pixels),
    chunk("IEND", new Uint8Array(0)),
  ];
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(4, -4)));
  return bytes;
}
