import { expandTemplate } from "./expand_template.ts";
import type { KernelSource, Recorder } from "./kernel.ts";

/** Side of a tile of the `workgroup` schedule: 64 invocations with 8 x 8 sums each. */
const WORKGROUP_SIDE = 64;

/** The two schedules of one tiled product. */
export interface TiledSources {
  /** Unique among tiled products. */
  readonly name: string;
  readonly entryPoint: string;
  /** WGSL with `// repeat lane`. */
  readonly subgroup: string;
  /** WGSL with `// repeat k` for the depth of a tile, `i` for sums and `half` for loads of an invocation. */
  readonly workgroup: string;
}

/** A kernel that computes tiles of `side` rows x `side` columns, one per workgroup. */
export interface TiledKernel {
  readonly kernel: KernelSource;
  readonly side: number;
}

const cache = new Map<string, TiledKernel>();

/**
 * The kernel of the schedule a recorder wants.
 * @throws {RangeError} If the schedule needs subgroups that the adapter lacks.
 */
export function tiledKernel(r: Recorder, sources: TiledSources): TiledKernel {
  const lanes = r.schedule === "subgroup" ? r.subgroupSize : 0;
  const name = `${sources.name}_${r.schedule}_${lanes}`;
  let tiled = cache.get(name);
  if (!tiled) {
    tiled = r.schedule === "subgroup"
      ? subgroupKernel(name, sources, lanes)
      : workgroupKernel(name, sources);
    cache.set(name, tiled);
  }
  return tiled;
}

function subgroupKernel(name: string, sources: TiledSources, lanes: number): TiledKernel {
  if (![4, 8, 16, 32].includes(lanes)) {
    throw new RangeError(
      `Cannot use subgroups as their size must be 4, 8, 16 or 32 on this adapter: ${lanes}`,
    );
  }
  const kernel: KernelSource = {
    name,
    code: expandTemplate(sources.subgroup, { lane: lanes }),
    entryPoint: sources.entryPoint,
    constants: { LANES: lanes },
    features: ["subgroups"],
  };
  return { kernel, side: 4 * lanes };
}

function workgroupKernel(name: string, sources: TiledSources): TiledKernel {
  const code = expandTemplate(sources.workgroup, { k: 8, i: 8, half: 2 });
  return { kernel: { name, code, entryPoint: sources.entryPoint }, side: WORKGROUP_SIDE };
}
