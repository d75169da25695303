// @ts-nocheck AssemblyScript, built by `deno task kernels`.
// What the host calls. Instructions lie one after the other in linear memory, each with its opcode and its size in
// bytes first, laid out as in executors/wasm/abi.ts; executors/wasm/emit.ts writes them. Activations of image i lie in its region, at
// `region + i * pitch`; weights and tables lie below the regions. Nothing here allocates.
import * as abi from "../abi.ts";
import { convolve } from "./convolution.ts";
import { drawCode, guide, logProbability, widen } from "./draw.ts";
import { elementwise } from "./elementwise.ts";
import { argmin, lookup, sumChannels } from "./rows.ts";
import { uniform } from "./threefry.ts";

// @ts-ignore: decorator
@inline
const REQUEST_BYTES: usize = abi.REQUEST_BYTES;

/** Where the host's memory begins. */
export const HEAP: usize = __heap_base;

/** Runs the instructions from an address to `END` on `images` images. */
export function run(instructions: usize, images: i32, region: usize, pitch: usize): void {
  for (let at = instructions;;) {
    const opcode = load<i32>(at);
    if (opcode == abi.CONVOLUTION) convolve(at, images, region, pitch);
    else if (opcode == abi.ELEMENTWISE) elementwise(at, images, region, pitch);
    else if (opcode == abi.LOOKUP) lookup(at, images, region, pitch);
    else if (opcode == abi.ARGMIN) argmin(at, images, region, pitch);
    else if (opcode == abi.CHANNEL_SUM) sumChannels(at, images, region, pitch);
    else if (opcode == abi.END) return;
    else unreachable();
    at += <usize> load<u32>(at, abi.SIZE_AT);
  }
}

/**
 * Draws the codes of positions [first, end) of `images` grids, position by position.
 *
 * @param sampler A `SAMPLER` record of executors/wasm/abi.ts.
 * @param requests A `REQUEST` record for each image.
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
  const codes = load<i32>(sampler, abi.SAMPLER_CODES_AT);
  const steps: usize = load<u32>(sampler, abi.SAMPLER_STEPS_AT);
  const grid: usize = load<u32>(sampler, abi.SAMPLER_GRID_AT);
  const places: usize = load<u32>(sampler, abi.SAMPLER_LOGITS_AT);
  const wide: usize = load<u32>(sampler, abi.SAMPLER_SCRATCH_AT);
  const weights = wide + (<usize> codes << 3);
  const order = weights + (<usize> codes << 3);
  for (let position = first; position < end; position++) {
    const word = <usize> position << 2;
    run(<usize> load<u32>(steps + word), regions, region, pitch);
    const place: usize = load<u32>(places + word);
    for (let image = 0; image < images; image++) {
      const request = requests + <usize> image * REQUEST_BYTES;
      const own = region + <usize> image * pitch;
      const logits = own + place;
      const twin: usize = load<u32>(request, abi.REQUEST_TWIN_AT);
      const kept: usize = load<u32>(request, abi.REQUEST_KEPT_AT);
      let code = kept == 0 ? -1 : load<i32>(kept + word);
      if (code < 0) {
        if (twin == 0) widen(logits, codes, wide);
        else {
          guide(
            logits,
            region + twin * pitch + place,
            codes,
            load<f64>(request, abi.REQUEST_GUIDANCE_AT),
            wide,
          );
        }
        const number = uniform(load<u32>(request, abi.REQUEST_SEED_AT), position);
        const temperature = load<f64>(request, abi.REQUEST_TEMPERATURE_AT);
        const topP = load<f64>(request, abi.REQUEST_TOP_P_AT);
        code = drawCode(
          wide,
          codes,
          weights,
          order,
          temperature,
          load<i32>(request, abi.REQUEST_TOP_K_AT),
          topP,
          number,
        );
      }
      store<f64>(
        request,
        load<f64>(request, abi.REQUEST_LOG_LIKELIHOOD_AT) + logProbability(logits, codes, code),
        abi.REQUEST_LOG_LIKELIHOOD_AT,
      );
      store<i32>(own + grid + word, code);
      if (twin != 0) store<i32>(region + twin * pitch + grid + word, code);
    }
  }
}
