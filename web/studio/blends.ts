import { backendText } from "../page/backend_text.ts";
import type { PageModel, Picture } from "../runtime/page_model.ts";
import { mixEntries, openSeam, swapCodes } from "./blend.ts";
import { modelEntries } from "./entries.ts";
import type { Ends, StudioState } from "./state.ts";
import { drawRequest } from "./studio.ts";

/** Pictures between two others. */
export interface Blends {
  /** `[gh * gw]` each. */
  readonly grids: readonly (readonly number[])[];
  readonly pictures: readonly Picture[];
  /** What was done, and how long it took. */
  readonly summary: string;
}

/** Blends two pictures as the state says, at each of the steps in [0, 1]. @throws {PageModelError} */
export async function makeBlends(
  model: PageModel,
  state: StudioState,
  { ends, steps }: { ends: Ends; steps: readonly number[] },
): Promise<Blends> {
  const { grid } = model.manifest;
  const count = `${steps.length} pictures`;
  if (state.blendWay === "seam") {
    const requests = steps.map((at) => ({
      ...drawRequest(state, state.seed),
      kept: openSeam({ ...ends, at }, grid.width),
    }));
    const batch = await model.draw(requests);
    return {
      grids: batch.images.map(({ codes }) => Array.from(codes)),
      pictures: batch.images.map(({ picture }) => picture),
      summary: `${count}: ${backendText(batch)}`,
    };
  }
  const entries = modelEntries(model);
  const blend = state.blendWay === "swap" ? swapCodes : mixEntries;
  const grids = steps.map((at) => blend({ ...ends, at }, entries));
  const start = performance.now();
  const pictures = await model.decode(grids);
  const milliseconds = performance.now() - start;
  return {
    grids,
    pictures,
    summary: `${count} decoded: ${backendText({ backend: model.backend, milliseconds })}`,
  };
}
