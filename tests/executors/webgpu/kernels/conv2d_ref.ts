import type { ConvShape } from "../../../../executors/webgpu/kernels/conv_shape.ts";

/** Calls `visit` with the flat indices of every product y += x * w of a convolution. */
function eachProduct(s: ConvShape, visit: (y: number, x: number, w: number) => void): void {
  const inGroup = s.inChannels / s.groups;
  const outGroup = s.outChannels / s.groups;
  for (let n = 0; n < s.n; n++) {
    for (let oc = 0; oc < s.outChannels; oc++) {
      for (let oh = 0; oh < s.outHeight; oh++) {
        for (let ow = 0; ow < s.outWidth; ow++) {
          const y = ((n * s.outChannels + oc) * s.outHeight + oh) * s.outWidth + ow;
          for (let ic = 0; ic < inGroup; ic++) {
            const channel = Math.floor(oc / outGroup) * inGroup + ic;
            for (let kh = 0; kh < s.kernelHeight; kh++) {
              for (let kw = 0; kw < s.kernelWidth; kw++) {
                const h = oh * s.strideHeight + kh - s.padTop;
                const w = ow * s.strideWidth + kw - s.padLeft;
                if (h < 0 || h >= s.inHeight || w < 0 || w >= s.inWidth) continue;
                const x = ((n * s.inChannels + channel) * s.inHeight + h) * s.inWidth + w;
                visit(y, x, ((oc * inGroup + ic) * s.kernelHeight + kh) * s.kernelWidth + kw);
              }
            }
          }
        }
      }
    }
  }
}

export function sizes(s: ConvShape): { x: number; weight: number; y: number } {
  return {
    x: s.n * s.inChannels * s.inHeight * s.inWidth,
    weight: s.outChannels * s.inChannels / s.groups * s.kernelHeight * s.kernelWidth,
    y: s.n * s.outChannels * s.outHeight * s.outWidth,
  };
}

/** y of a convolution, in f64. */
export function conv2dRef(x: Float32Array, weight: Float32Array, s: ConvShape): Float64Array {
  const out = new Float64Array(sizes(s).y);
  eachProduct(s, (yAt, xAt, wAt) => out[yAt] += x[xAt] * weight[wAt]);
  return out;
}

/** dL/dx of a convolution, in f64. */
export function conv2dInputGradientRef(
  dY: Float32Array,
  weight: Float32Array,
  s: ConvShape,
): Float64Array {
  const out = new Float64Array(sizes(s).x);
  eachProduct(s, (yAt, xAt, wAt) => out[xAt] += dY[yAt] * weight[wAt]);
  return out;
}

/** dL/dweight of a convolution, in f64. */
export function conv2dWeightGradientRef(
  x: Float32Array,
  dY: Float32Array,
  s: ConvShape,
): Float64Array {
  const out = new Float64Array(sizes(s).weight);
  eachProduct(s, (yAt, xAt, wAt) => out[wAt] += dY[yAt] * x[xAt]);
  return out;
}

/** Adds bias[c] to `[n, c, plane]` and applies relu, in place. */
export function biasReluRef(y: Float64Array, bias: Float32Array, plane: number): Float64Array {
  return y.map((value, i) => Math.max(0, value + bias[Math.floor(i / plane) % bias.length]));
}
