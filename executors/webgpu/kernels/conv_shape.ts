/**
 * Sizes of a 2-D convolution
 * y[n, oc, oh, ow] = sum x[n, g * inChannels / groups + ic, oh * strideHeight + kh - padTop, ow * strideWidth + kw - padLeft] * w[oc, ic, kh, kw].
 * Output sizes are given, so padding at the bottom and right is implied; taps outside the input read 0.
 */
export interface ConvShape {
  readonly n: number;
  readonly inChannels: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly outChannels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly groups: number;
}

export type Activation = "none" | "relu";
