import fc from "fast-check";
import type { GridRequest } from "../../generation/request.ts";

/** A small prior and what to draw with it. */
export const problem = fc.record({
  config: fc.record({
    codebookSize: fc.integer({ min: 2, max: 20 }),
    grid: fc.record({
      height: fc.integer({ min: 2, max: 5 }),
      width: fc.integer({ min: 2, max: 5 }),
    }),
    embeddingDim: fc.integer({ min: 1, max: 5 }),
    channels: fc.integer({ min: 1, max: 9 }),
    layers: fc.integer({ min: 1, max: 4 }),
    firstKernel: fc.constantFrom(3, 5, 7),
    kernel: fc.constantFrom(3, 5),
    outputChannels: fc.integer({ min: 1, max: 9 }),
    classes: fc.integer({ min: 0, max: 3 }),
    dropout: fc.constant(0),
  }),
  seed: fc.nat(0xffffffff),
  temperature: fc.constantFrom(0, 0.7, 1, 4),
  guidance: fc.constantFrom(0, 1, 3.5),
  topK: fc.constantFrom(1, 2, 1000),
  topP: fc.constantFrom(0.5, 1),
  class: fc.nat(),
  unconditional: fc.boolean(),
  keeps: fc.array(fc.option(fc.nat(1), { freq: 1 }), { minLength: 25, maxLength: 25 }),
});

/** The request of a problem, for its prior. */
export function requestOf({ config, keeps, unconditional, ...settings }: Problem): GridRequest {
  return {
    ...settings,
    topK: Math.min(settings.topK, config.codebookSize),
    class: unconditional || config.classes === 0 ? undefined : settings.class % config.classes,
    kept: keeps.slice(0, config.grid.height * config.grid.width),
  };
}

export type Problem = typeof problem extends fc.Arbitrary<infer T> ? T : never;
