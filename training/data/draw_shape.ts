import type { Random } from "../../core/random/random.ts";
import type { Shape } from "./shapes.ts";

type Colour = readonly [red: number, green: number, blue: number];

/**
 * Draws a shape in random colours, place, size and tilt on a random background.
 * Edges are anti-aliased; the light falls from above.
 * @returns `[3, size, size]` bytes.
 */
export function drawShape(shape: Shape, size: number, random: Random): Uint8Array {
  const radius = size * between(random, 0.27, 0.42);
  const centreX = between(random, radius, size - radius);
  const centreY = between(random, radius, size - radius);
  const tilt = between(random, -0.2, 0.2); // tangent of half the angle: up to 23 degrees
  const cosine = (1 - tilt * tilt) / (1 + tilt * tilt) / radius;
  const sine = 2 * tilt / (1 + tilt * tilt) / radius;
  const { top, bottom, bright, deep } = palette(random);

  const planeSize = size * size;
  const pixels = new Uint8Array(3 * planeSize);
  for (let row = 0; row < size; row++) {
    const y = row + 0.5 - centreY;
    const height = (row + 0.5) / size;
    const shade = Math.min(1, Math.max(0, 0.5 + 0.5 * y / radius));
    for (let column = 0; column < size; column++) {
      const x = column + 0.5 - centreX;
      const distance = shape(cosine * x + sine * y, cosine * y - sine * x) * radius;
      const cover = Math.min(1, Math.max(0, 0.5 - distance));
      for (let channel = 0; channel < 3; channel++) {
        const ground = mix(top[channel], bottom[channel], height);
        const paint = mix(bright[channel], deep[channel], shade);
        pixels[channel * planeSize + row * size + column] = Math.round(
          255 * mix(ground, paint, cover),
        );
      }
    }
  }
  return pixels;
}

/** Two background and two shape colours: opposite hues, one pair light where the other is dark. */
function palette(random: Random): { top: Colour; bottom: Colour; bright: Colour; deep: Colour } {
  const ground = random.uniform();
  const paint = ground + between(random, 0.3, 0.7);
  const night = random.integer(2) === 1;
  const light = night ? between(random, 0.12, 0.28) : between(random, 0.74, 0.86);
  const tone = night ? between(random, 0.55, 0.66) : between(random, 0.4, 0.5);
  return {
    top: colour(ground, 0.5, light + (night ? -0.05 : 0.07)),
    bottom: colour(ground + 0.07, 0.5, light + (night ? 0.1 : -0.07)),
    bright: colour(paint - 0.03, 0.9, tone + 0.09),
    deep: colour(paint + 0.03, 0.85, tone - 0.07),
  };
}

/** Hue (in turns), saturation and lightness as red, green and blue in [0, 1]. Source: CSS Color 4, 7.1. */
function colour(hue: number, saturation: number, lightness: number): Colour {
  const amplitude = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (offset + 12 * hue + 12) % 12;
    return lightness - amplitude * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [channel(0), channel(8), channel(4)];
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

function mix(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}
