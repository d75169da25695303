/**
 * Classifier-free guidance: l = u + strength (c - u), in f64.
 * @param out Receives the guided logits `[k]`.
 * Source: Ho and Salimans 2022, https://arxiv.org/abs/2207.12598
 */
export function guide(
  conditional: Float32Array,
  unconditional: Float32Array,
  { strength, out }: { strength: number; out: Float64Array },
): void {
  for (let code = 0; code < out.length; code++) {
    const u = unconditional[code];
    out[code] = u + strength * (conditional[code] - u);
  }
}
