import { assertEquals } from "@std/assert";
import { deflate } from "../../../core/image/deflate.ts";
import { decodePng } from "../../../core/image/png_decode.ts";
import { Random } from "../../../core/random/random.ts";
import {
  buildPng,
  bytesOf,
  chunk,
  headerChunk,
  type PngPlan,
  SAMPLES_PER_PIXEL,
  SIGNATURE,
} from "./png_builder.ts";

const KINDS = [
  { name: "grey", colour: 0, depths: [1, 2, 4, 8, 16] },
  { name: "RGB", colour: 2, depths: [8, 16] },
  { name: "palette", colour: 3, depths: [1, 2, 4, 8] },
  { name: "grey with alpha", colour: 4, depths: [8, 16] },
  { name: "RGB with alpha", colour: 6, depths: [8, 16] },
];

function randomPlan(colour: number, depth: number, [width, height]: [number, number]): PngPlan {
  const random = new Random(100 * colour + depth, width);
  const count = width * height * SAMPLES_PER_PIXEL[colour];
  const entries = Math.min(2 ** depth, 200);
  return {
    width,
    height,
    depth,
    colour,
    palette: colour === 3
      ? Array.from({ length: 3 * entries }, () => random.integer(256))
      : undefined,
    samples: Array.from(
      { length: count },
      () => random.integer(colour === 3 ? entries : 2 ** depth),
    ),
  };
}

/** Channels and pixels by the words of the specification, one pixel at a time. */
function expected({ depth, colour, palette, transparency, samples }: PngPlan) {
  const perPixel = SAMPLES_PER_PIXEL[colour], most = 2 ** depth - 1;
  const hasAlpha = colour >= 4 || transparency !== undefined;
  const pixels: number[] = [];
  for (let i = 0; i < samples.length; i += perPixel) {
    const pixel = samples.slice(i, i + perPixel);
    const bytes = pixel.map((sample) => Math.round(sample * 255 / most));
    if (colour === 3) {
      pixels.push(...palette!.slice(3 * pixel[0], 3 * pixel[0] + 3));
      if (transparency) pixels.push(transparency[pixel[0]] ?? 255);
      continue;
    }
    const colours = bytes.slice(0, colour & 2 ? 3 : 1);
    pixels.push(
      ...(hasAlpha && colours.length === 1 ? [...colours, ...colours, ...colours] : colours),
    );
    if (colour >= 4) pixels.push(bytes.at(-1)!);
    else if (transparency) {
      const key = pixel.map((_, c) => transparency[2 * c] * 256 + transparency[2 * c + 1]);
      pixels.push(pixel.every((sample, c) => sample === key[c]) ? 0 : 255);
    }
  }
  return { channels: hasAlpha ? 4 : colour === 0 ? 1 : 3, pixels: Uint8Array.from(pixels) };
}

async function check(plan: PngPlan): Promise<void> {
  const { channels, pixels } = await decodePng(await buildPng(plan));
  assertEquals({ channels: channels as number, pixels }, expected(plan));
}

for (const { name, colour, depths } of KINDS) {
  for (const depth of depths) {
    Deno.test(`decodePng() reads ${name} of ${depth} bits`, async () => {
      for (const size of [[1, 1], [13, 11], [32, 5]] as [number, number][]) {
        await check(randomPlan(colour, depth, size));
      }
    });

    Deno.test(`decodePng() reads interlaced ${name} of ${depth} bits`, async () => {
      for (const size of [[1, 1], [2, 3], [5, 4], [8, 8], [19, 10]] as [number, number][]) {
        await check({ ...randomPlan(colour, depth, size), interlaced: true });
      }
    });
  }
}

for (const [filter, name] of ["None", "Sub", "Up", "Average", "Paeth"].entries()) {
  Deno.test(`decodePng() undoes the filter ${name} in each row`, async () => {
    for (const [colour, depth] of [[0, 1], [0, 8], [2, 8], [6, 16]]) {
      await check({ ...randomPlan(colour, depth, [9, 7]), filter: () => filter });
    }
  });
}

Deno.test("decodePng() makes the tRNS key of grey transparent, compared before rounding", async () => {
  const samples = [0x1234, 0x1235, 0x1234, 0];
  const plan = { width: 4, height: 1, depth: 16, colour: 0, samples };
  await check({ ...plan, transparency: [0x12, 0x34] });
});

Deno.test("decodePng() makes the tRNS key of 2-bit grey transparent", async () => {
  const plan = { width: 4, height: 1, depth: 2, colour: 0, samples: [0, 1, 2, 3] };
  await check({ ...plan, transparency: [0, 2] });
});

Deno.test("decodePng() makes the tRNS key of RGB transparent", async () => {
  const plan = { width: 2, height: 1, depth: 8, colour: 2, samples: [1, 2, 3, 1, 2, 4] };
  await check({ ...plan, transparency: [0, 1, 0, 2, 0, 3] });
});

Deno.test("decodePng() gives palette entries without tRNS full alpha", async () => {
  const plan = randomPlan(3, 2, [6, 6]);
  await check({ ...plan, transparency: [0, 77] });
  await check({ ...plan, transparency: [0, 77], interlaced: true });
});

Deno.test("decodePng() skips ancillary chunks and reads the default image of an APNG", async () => {
  const plan = randomPlan(2, 8, [3, 3]);
  const png = await buildPng(plan);
  const animated = bytesOf(
    png.subarray(0, 33),
    chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]),
    chunk("tEXt", new TextEncoder().encode("Comment\0text")),
    png.subarray(33, -12),
    chunk("fdAT", [0, 0, 0, 1, 9, 9, 9]),
    chunk("IEND"),
  );
  assertEquals((await decodePng(animated)).pixels, expected(plan).pixels);
});

Deno.test("decodePng() ignores the palette suggested for RGB", async () => {
  await check({ ...randomPlan(2, 8, [3, 3]), palette: [1, 2, 3] });
});

Deno.test("decodePng() reads a view into a larger buffer", async () => {
  const plan = randomPlan(6, 8, [4, 4]);
  const png = await buildPng(plan);
  const view = bytesOf([1, 2, 3], png, [4]).subarray(3, -1);
  assertEquals((await decodePng(view)).pixels, expected(plan).pixels);
});

Deno.test("decodePng() reads a picture of several turns of the event loop", async () => {
  const side = 2100; // 4.4 MB inflated
  const plan = { width: side, height: side, depth: 8, colour: 0, filter: () => 0 };
  const rows = new Uint8Array(side * (side + 1)).fill(9);
  for (let y = 0; y < side; y++) rows[y * (side + 1)] = 0;
  const png = bytesOf(SIGNATURE, headerChunk(plan), chunk("IDAT", deflate(rows)), chunk("IEND"));
  const { pixels } = await decodePng(png);
  assertEquals(pixels.length, side * side);
  assertEquals(pixels.findIndex((pixel) => pixel !== 9), -1);
});
