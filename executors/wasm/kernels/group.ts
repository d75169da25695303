// @ts-nocheck AssemblyScript, built by `deno task kernels`.
// The convolution that is being computed and its group of rows, as convolution.ts and panel.ts read them.
import * as abi from "../abi.ts";

/** The first image's region. */
export let base: usize = 0;
/** Bytes from a region to the next. */
export let stride: usize = 0;
/** Bytes of a row of inputs. */
export let inputs: usize = 0;
export let rectify: bool = false;
/** Rows of one image. */
export let groupRows: i32 = 0;
export let tapCount: i32 = 0;
/** Where each row's result is; then, for each tap, where its weights and each row's inputs are. */
export let table: usize = 0;

/** @param at The instruction. @param region The first of regions `pitch` bytes apart. @returns The first group. */
export function openConvolution(at: usize, region: usize, pitch: usize): usize {
  base = region;
  stride = pitch;
  inputs = <usize> load<u32>(at, abi.CONVOLUTION_INPUTS_AT) << 2;
  rectify = load<u32>(at, abi.CONVOLUTION_RECTIFIED_AT) != 0;
  return at + <usize> abi.CONVOLUTION_HEADER;
}

/** @param at The group. @returns The group after it. */
export function openGroup(at: usize): usize {
  groupRows = load<i32>(at);
  tapCount = load<i32>(at, 4);
  table = at + 8;
  return table + (<usize> groupRows << 2) + <usize> tapCount * ((<usize> groupRows + 1) << 2);
}

/** Stores 4 channels. */
// @ts-ignore: decorator
@inline
export function put(to: usize, sum: v128): void {
  v128.store(to, rectify ? v128.andnot(sum, f32x4.lt(sum, f32x4.splat(0))) : sum);
}
