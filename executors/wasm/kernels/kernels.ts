// @ts-nocheck AssemblyScript, built by `deno task kernels`.
// What the host calls. A program is a list of instructions in linear memory, each with its opcode and its size in
// bytes first; executors/wasm/instructions.ts writes them. Activations of image i lie in its region, at
// `region + i * pitch`; weights and tables lie below the regions. Nothing here allocates.
import { convolve } from "./convolution.ts";
import { drawCode, guide, logProbability, widen } from "./draw.ts";
import { elementwise } from "./elementwise.ts";
import { argmin, lookup, sumChannels } from "./rows.ts";
import { uniform } from "./threefry.ts";

const END = 0, CONVOLUTION = 1, ELEMENTWISE = 2, LOOKUP = 3, ARGMIN = 4, SUM_CHANNELS = 5;

/** Where the host's memory begins. */
export const HEAP: usize = __heap_base;

/** Runs a program on `images` images. */
export function run(program: usize, images: i32, region: usize, pitch: usize): void {
  for (let at = program;;) {
    const opcode = load<i32>(at);
    if (opcode == CONVOLUTION) convolve(at, images, region, pitch);
    else if (opcode == ELEMENTWISE) elementwise(at, images, region, pitch);
    else if (opcode == LOOKUP) lookup(at, images, region, pitch);
    else if (opcode == ARGMIN) argmin(at, images, region, pitch);
    else if (opcode == SUM_CHANNELS) sumChannels(at, images, region, pitch);
    else if (opcode == END) return;
    else unreachable();
    at += <usize> load<u32>(at, 4);
  }
}

/**
 * Draws the codes of positions [first, end) of `images` grids, position by position.
 *
 * @param sampler u32 words: number of codes, steps (a table of programs, one a position), offsets in a region of
 *   the codes (u32 a position) and (a table) of each position's logits, scratch (20 bytes a code).
 * @param requests 48 bytes an image: f64 temperature, topP, strength, log-likelihood (added to); u32 seed, topK,
 *   kept (a table of codes, -1 to draw; 0 for none), twin (the image with the same codes and no class, whose
 *   logits guide; 0 for none).
 * @param images How many are drawn; @param regions how many are run, the twins after the images.
 */
export function draw(
  sampler: usize,
  requests: usize,
  images: i32,
  regions: i32,
  region: usize,
  pitch: usize,
  first: i32,
  end: i32,
): void {
  const codes = load<i32>(sampler);
  const steps: usize = load<u32>(sampler, 4);
  const grid: usize = load<u32>(sampler, 8);
  const places: usize = load<u32>(sampler, 12);
  const wide: usize = load<u32>(sampler, 16);
  const weights = wide + (<usize> codes << 3);
  const order = weights + (<usize> codes << 3);
  for (let position = first; position < end; position++) {
    const word = <usize> position << 2;
    run(<usize> load<u32>(steps + word), regions, region, pitch);
    const place: usize = load<u32>(places + word);
    for (let image = 0; image < images; image++) {
      const request = requests + <usize> image * 48;
      const own = region + <usize> image * pitch;
      const logits = own + place;
      const twin: usize = load<u32>(request, 44);
      const kept: usize = load<u32>(request, 40);
      let code = kept == 0 ? -1 : load<i32>(kept + word);
      if (code < 0) {
        if (twin == 0) widen(logits, codes, wide);
        else guide(logits, region + twin * pitch + place, codes, load<f64>(request, 16), wide);
        const number = uniform(load<u32>(request, 32), position);
        const temperature = load<f64>(request), topP = load<f64>(request, 8);
        code = drawCode(
          wide,
          codes,
          weights,
          order,
          temperature,
          load<i32>(request, 36),
          topP,
          number,
        );
      }
      store<f64>(request, load<f64>(request, 24) + logProbability(logits, codes, code), 24);
      store<i32>(own + grid + word, code);
      if (twin != 0) store<i32>(region + twin * pitch + grid + word, code);
    }
  }
}
