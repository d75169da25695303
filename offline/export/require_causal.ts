import { NotCausalError } from "../../executors/position/position_order.ts";
import { NaivePass } from "../../generation/naive_pass.ts";
import type { Prior } from "../../generation/prior.ts";

/**
 * Checks, by changing one code after the other, that the logits at a position depend on earlier codes only. For priors
 * that are drawn by whole passes: the planner of positions, which proves it of others, cannot take them.
 * @throws {NotCausalError} Naming the position and a code that it reads.
 */
export function requireCausal(prior: Prior): void {
  const { codebookSize, grid: { height, width }, classes } = prior.shape;
  const size = height * width;
  const codes = Uint32Array.from({ length: size }, (_, position) => position % codebookSize);
  const pass = new NaivePass(prior);
  const logitsOf = (given: Uint32Array) => {
    pass.begin(classes);
    return pass.all(given);
  };
  const before = logitsOf(codes);
  for (let changed = 0; changed < size; changed++) {
    const after = logitsOf(codes.with(changed, (codes[changed] + 1) % codebookSize));
    for (let position = 0; position <= changed; position++) {
      for (let code = 0; code < codebookSize; code++) {
        const at = code * size + position;
        if (Object.is(after[at], before[at])) continue;
        throw new NotCausalError(
          "Cannot draw in order: expected logits that depend on earlier codes only, " +
            `got a position ${position} that reads code ${changed}`,
        );
      }
    }
  }
}
