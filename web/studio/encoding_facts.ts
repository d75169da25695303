import type { Encoded, Picture } from "../runtime/page_model.ts";
import { codeCount, type ModelCard } from "./model_card.ts";

/** How much an encoding keeps, in words. */
export function encodingFacts({ seen, reconstruction }: Encoded, card: ModelCard): string {
  const { image, codebook } = card;
  const codes = codeCount(card);
  const bits = codes * Math.log2(codebook.size);
  const pixels = image.width * image.height * image.channels * 8;
  const error = meanSquareError(seen, reconstruction);
  return `${codes} codes of ${codebook.size}: ${Math.ceil(bits)} bits instead of ${pixels}. ` +
    `Mean square error ${error.toFixed(4)} of pixels in [0, 1].`;
}

/** Of red, green and blue, in [0, 1]. @throws {RangeError} If the sizes differ. */
export function meanSquareError(a: Picture, b: Picture): number {
  if (a.rgba.length !== b.rgba.length) {
    const sizes = `${a.width}×${a.height} and ${b.width}×${b.height}`;
    throw new RangeError(`Cannot compare pictures: expected one size, got ${sizes}`);
  }
  let sum = 0;
  for (let i = 0; i < a.rgba.length; i++) {
    if (i % 4 < 3) sum += ((a.rgba[i] - b.rgba[i]) / 255) ** 2;
  }
  return sum / (a.rgba.length * 3 / 4);
}
