import { crc32 } from "../../../core/image/crc32.ts";

/** A PNG to be built, from its samples and not from an `Image`: nothing here shares the decoder's path. */
export interface PngPlan {
  width: number;
  height: number;
  depth: number;
  colour: number;
  interlaced?: boolean;
  palette?: number[];
  transparency?: number[];
  /** `[height, width, samples per pixel]` integers below 2^depth. */
  samples: number[];
  /** Filter of each row in file order; by default they take turns. */
  filter?: (row: number) => number;
}

export const SAMPLES_PER_PIXEL: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

export function bytesOf(...parts: Iterable<number>[]): Uint8Array<ArrayBuffer> {
  const arrays = parts.map((part) => part instanceof Uint8Array ? part : Uint8Array.from(part));
  const bytes = new Uint8Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    bytes.set(array, at);
    at += array.length;
  }
  return bytes;
}

export function chunk(type: string, content: Iterable<number> = []): Uint8Array<ArrayBuffer> {
  const bytes = bytesOf([0, 0, 0, 0], new TextEncoder().encode(type), content, [0, 0, 0, 0]);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length - 12);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(4, -4)));
  return bytes;
}

export function headerChunk(plan: Omit<PngPlan, "samples">): Uint8Array<ArrayBuffer> {
  const sides = new Uint8Array(8);
  new DataView(sides.buffer).setUint32(0, plan.width);
  new DataView(sides.buffer).setUint32(4, plan.height);
  return chunk("IHDR", [...sides, plan.depth, plan.colour, 0, 0, plan.interlaced ? 1 : 0]);
}

export async function buildPng(plan: PngPlan): Promise<Uint8Array<ArrayBuffer>> {
  const compressed = await nativeDeflate(filteredRows(plan));
  const half = compressed.length >> 1;
  return bytesOf(
    SIGNATURE,
    headerChunk(plan),
    plan.palette ? chunk("PLTE", plan.palette) : [],
    plan.transparency ? chunk("tRNS", plan.transparency) : [],
    chunk("IDAT", compressed.subarray(0, half)),
    chunk("IDAT", compressed.subarray(half)),
    chunk("IEND"),
  );
}

/** The runtime's zlib: the oracle. */
export async function nativeDeflate(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function nativeInflate(
  zlib: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([zlib]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// The 8 x 8 pattern of the specification: the pass that each pixel belongs to.
const ADAM7_PATTERN = [
  "16462646",
  "77777777",
  "56565656",
  "77777777",
  "36463646",
  "77777777",
  "56565656",
  "77777777",
];

export function filteredRows(plan: PngPlan): Uint8Array<ArrayBuffer> {
  const perPixel = SAMPLES_PER_PIXEL[plan.colour];
  const step = Math.max(1, perPixel * plan.depth / 8);
  const filtered: number[] = [];
  let rowCount = 0;
  for (const pass of plan.interlaced ? "1234567" : "1") {
    let above: number[] = [];
    for (let y = 0; y < plan.height; y++) {
      let bits = "";
      for (let x = 0; x < plan.width; x++) {
        if (plan.interlaced && ADAM7_PATTERN[y % 8][x % 8] !== pass) continue;
        const start = (y * plan.width + x) * perPixel;
        for (const sample of plan.samples.slice(start, start + perPixel)) {
          bits += sample.toString(2).padStart(plan.depth, "0");
        }
      }
      if (bits === "") continue;
      const row = bits.match(/.{1,8}/g)!.map((byte) => parseInt(byte.padEnd(8, "0"), 2));
      const filter = plan.filter?.(rowCount) ?? rowCount % 5;
      rowCount++;
      filtered.push(filter);
      row.forEach((byte, i) => {
        const a = row[i - step] ?? 0, b = above[i] ?? 0, c = above[i - step] ?? 0;
        const p = a + b - c;
        const nearest = [a, b, c].reduce((best, q) =>
          Math.abs(p - q) < Math.abs(p - best) ? q : best
        );
        const prediction = [0, a, b, Math.floor((a + b) / 2), nearest][filter] ?? 0;
        filtered.push((byte - prediction) & 255);
      });
      above = row;
    }
  }
  return Uint8Array.from(filtered);
}
