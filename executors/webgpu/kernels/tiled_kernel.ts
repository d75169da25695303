import { expandTemplate } from "./expand_template.ts";
import type { KernelSource, Recorder } from "./kernel.ts";

/** Side of a tile of the `workgroup` tiling: 64 invocations with 8 x 8 sums each. */
const WORKGROUP_SIDE = 64;

/** The two tilings of one tiled product. */
export interface TiledSources {
  /** Unique among tiled products. */
  readonly name: string;
  readonly entryPoint: string;
  /** WGSL with `// repeat lane` and, for tiles of twice the rows, `// repeat tall`. */
  readonly subgroup: string;
  /** WGSL with `// repeat k` for unrolled steps, `i` for sums and `half` for loads of an invocation. */
  readonly workgroup: string;
}

/** A kernel that computes tiles of `rows` x `columns`, one per workgroup. */
export interface TiledKernel {
  readonly kernel: KernelSource;
  readonly rows: number;
  readonly columns: number;
}

const cache = new Map<string, TiledKernel>();

/**
 * The kernel for a product of `rows` rows in the tiling a recorder wants.
 * @throws {RangeError} If the tiling needs subgroups that the adapter lacks.
 */
export function tiledKernel(r: Recorder, sources: TiledSources, rows: number): TiledKernel {
  const lanes = r.tiling === "subgroup" ? r.subgroupSize : 0;
  // Twice as tall tiles load less per sum, if the rows fill them.
  const tiles = Math.ceil(rows / (4 * lanes));
  const tall = tiles % 2 === 0 || tiles > 8 ? 2 : 1;
  const name = `${sources.name}_${r.tiling}_${lanes}_${tall}`;
  let tiled = cache.get(name);
  if (!tiled) {
    tiled = r.tiling === "subgroup"
      ? subgroupKernel(name, sources, lanes, tall)
      : workgroupKernel(name, sources);
    cache.set(name, tiled);
  }
  return tiled;
}

function subgroupKernel(
  name: string,
  sources: TiledSources,
  lanes: number,
  tall: number,
): TiledKernel {
  if (![4, 8, 16, 32].includes(lanes)) {
    throw new RangeError(
      `Cannot use subgroups: expected a size of 4, 8, 16 or 32 on this adapter, got ${lanes}`,
    );
  }
  const kernel: KernelSource = {
    name,
    code: expandTemplate(sources.subgroup, { lane: lanes, tall }),
    entryPoint: sources.entryPoint,
    features: ["subgroups"],
  };
  return { kernel, rows: 4 * lanes * tall, columns: 4 * lanes };
}

function workgroupKernel(name: string, sources: TiledSources): TiledKernel {
  const code = expandTemplate(sources.workgroup, { k: 4, i: 8, half: 2 });
  const kernel = { name, code, entryPoint: sources.entryPoint };
  return { kernel, rows: WORKGROUP_SIDE, columns: WORKGROUP_SIDE };
}
