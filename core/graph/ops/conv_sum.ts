import type { Values } from "../tensor_type.ts";
import type { ConvAttributes } from "./conv_geometry.ts";

/** For every output position, the kernel taps that read inside the image, in order [kh][kw]. */
export interface TapTable {
  /** Position p has entries starts[p] to starts[p + 1]. */
  readonly starts: Uint32Array;
  /** kh * kernel width + kw of each entry. */
  readonly taps: Uint32Array;
  /** Row-major place in the image that the entry reads. */
  readonly places: Uint32Array;
}

/** Sides of image, kernel and result that a table is made for, each `[h, w]`. */
export interface ConvSides {
  readonly image: readonly number[];
  readonly kernel: readonly number[];
  readonly result: readonly number[];
}

/** Taps of a convolution: row oh of the result reads row oh * stride - top + kh. */
export function convTaps(sides: ConvSides, { stride, pad }: ConvAttributes): TapTable {
  const reads = (axis: number) => (at: number, tap: number) => at * stride[axis] - pad[axis] + tap;
  return tapTable(sides, reads(0), reads(1));
}

/** Taps of a transposed convolution: row h of the result reads the row oh with oh * stride - top + kh = h. */
export function convTransposeTaps(sides: ConvSides, { stride, pad }: ConvAttributes): TapTable {
  const reads = (axis: number) => (at: number, tap: number) =>
    (at + pad[axis] - tap) / stride[axis];
  return tapTable(sides, reads(0), reads(1));
}

type Reads = (at: number, tap: number) => number;

function tapTable({ image, kernel, result }: ConvSides, row: Reads, column: Reads): TapTable {
  const starts = new Uint32Array(result[0] * result[1] + 1);
  const taps: number[] = [];
  const places: number[] = [];
  const inside = (at: number, side: number) => Number.isInteger(at) && at >= 0 && at < side;
  for (let h = 0, position = 0; h < result[0]; h++) {
    for (let w = 0; w < result[1]; w++) {
      for (let kh = 0; kh < kernel[0]; kh++) {
        const y = row(h, kh);
        if (!inside(y, image[0])) continue;
        for (let kw = 0; kw < kernel[1]; kw++) {
          const x = column(w, kw);
          if (!inside(x, image[1])) continue;
          taps.push(kh * kernel[1] + kw);
          places.push(y * image[1] + x);
        }
      }
      starts[++position] = taps.length;
    }
  }
  return { starts, taps: Uint32Array.from(taps), places: Uint32Array.from(places) };
}

/** Number of result channels that the inner loop sums together. */
const LANES = 4;

/** Sizes of a sum: images, groups, channels per group, and elements per channel of image and result. */
export interface ConvSizes {
  readonly n: number;
  readonly groups: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly inPlane: number;
  readonly outPlane: number;
  readonly taps: number;
}

/**
 * y[n, group * outChannels + o, position] = Σ over the position's taps, then over channels i of the group, of
 * x[n, group * inChannels + i, place] * weight(group, o, i, tap), in f64, rounded once.
 * @param weightAt Place in `weight` of the first tap of (group, o, i).
 */
export function convSum(
  x: Values,
  weight: Values,
  table: TapTable,
  sizes: ConvSizes,
  weightAt: (group: number, o: number, i: number) => number,
): Float32Array {
  const { n, groups, inChannels, outChannels, inPlane, outPlane } = sizes;
  const { starts, taps, places } = table;
  const y = new Float32Array(n * groups * outChannels * outPlane);
  for (let group = 0; group < groups; group++) {
    for (let first = 0; first < outChannels; first += LANES) {
      const lanes = Math.min(LANES, outChannels - first);
      const packed = pack(weight, sizes, lanes, (o, i) => weightAt(group, first + o, i));
      for (let image = 0; image < n; image++) {
        const from = (image * groups + group) * inChannels * inPlane;
        const to = ((image * groups + group) * outChannels + first) * outPlane;
        for (let position = 0; position < outPlane; position++) {
          let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
          for (let entry = starts[position]; entry < starts[position + 1]; entry++) {
            let at = from + places[entry];
            let p = taps[entry] * inChannels * LANES;
            for (let i = 0; i < inChannels; i++) {
              const value = x[at];
              s0 += value * packed[p];
              s1 += value * packed[p + 1];
              s2 += value * packed[p + 2];
              s3 += value * packed[p + 3];
              at += inPlane;
              p += LANES;
            }
          }
          y[to + position] = s0;
          if (lanes > 1) y[to + outPlane + position] = s1;
          if (lanes > 2) y[to + 2 * outPlane + position] = s2;
          if (lanes > 3) y[to + 3 * outPlane + position] = s3;
        }
      }
    }
  }
  return y;
}

/** Weights as [tap][i][lane] in f64; lanes past the last channel are 0. */
function pack(
  weight: Values,
  { inChannels, taps }: ConvSizes,
  lanes: number,
  at: (lane: number, i: number) => number,
): Float64Array {
  const packed = new Float64Array(taps * inChannels * LANES);
  for (let lane = 0; lane < lanes; lane++) {
    for (let i = 0; i < inChannels; i++) {
      const start = at(lane, i);
      for (let tap = 0; tap < taps; tap++) {
        packed[(tap * inChannels + i) * LANES + lane] = weight[start + tap];
      }
    }
  }
  return packed;
}
