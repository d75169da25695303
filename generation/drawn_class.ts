import type { GridRequest } from "./request.ts";
import { uniform } from "../core/random/threefry.ts";

/** The position whose uniform draws the class: no grid reaches it. */
const CLASS_POSITION = 0xffffffff;

/** The requested class; without one, a class drawn from the seed if the model has classes and no code is kept. */
export function classOf(request: GridRequest, classes: number): number | undefined {
  const { seed, kept } = request;
  if (request.class !== undefined) return request.class;
  if (classes === 0 || kept?.some((code) => code !== null)) return undefined;
  return Math.floor(uniform(seed, 0, CLASS_POSITION) * classes);
}
