import { scanImports } from "./scan_source.ts";
import type { SourceFile } from "./source_files.ts";

/** Ops that are each other's derivatives: what one file computes forward, the other computes backward. */
export const DUAL_OPS: readonly (readonly string[])[] = [
  ["core/graph/ops/broadcast_to.ts", "core/graph/ops/reduce_sum.ts"],
  ["core/graph/ops/pad.ts", "core/graph/ops/slice.ts"],
  [
    "core/graph/ops/conv2d.ts",
    "core/graph/ops/conv2d_weight_gradient.ts",
    "core/graph/ops/conv_transpose2d.ts",
  ],
];

type Imports = ReadonlyMap<string, readonly string[]>;

/**
 * Finds circles of files that import each other, imports of types included.
 * @param allowed Groups of files that may.
 * @returns One line for each group of files that is not allowed: `file: Cannot import in a circle: a → b → a`.
 */
export function findCircles(
  files: readonly SourceFile[],
  allowed: readonly (readonly string[])[] = DUAL_OPS,
): string[] {
  const imports = importsOf(files);
  return components(imports)
    .filter((group) => !allowed.some((pair) => group.every((path) => pair.includes(path))))
    .map((group) => {
      const circle = circleThrough(group.toSorted()[0], group, imports);
      return `${circle[0]}: Cannot import in a circle: ${circle.join(" → ")}`;
    })
    .sort();
}

function importsOf(files: readonly SourceFile[]): Imports {
  const known = new Set(files.map(({ path }) => path));
  return new Map(files.map(({ path, source }) => {
    const targets = scanImports(source)
      .filter(({ specifier }) => specifier.startsWith("."))
      .map(({ specifier }) => new URL(specifier, `file:///${path}`).pathname.slice(1));
    return [path, [...new Set(targets)].filter((target) => known.has(target))];
  }));
}

/** Groups of more than one file in which each reaches each. Source: Tarjan 1972, https://doi.org/10.1137/0201010 */
function components(imports: Imports): string[][] {
  const groups: string[][] = [];
  const indices = new Map<string, number>(), lowest = new Map<string, number>();
  const stack: string[] = [];
  const visit = (path: string): void => {
    const index = indices.size;
    indices.set(path, index);
    lowest.set(path, index);
    const start = stack.push(path) - 1;
    for (const target of imports.get(path)!) {
      if (!indices.has(target)) visit(target);
      else if (!stack.includes(target)) continue;
      lowest.set(path, Math.min(lowest.get(path)!, lowest.get(target)!));
    }
    if (lowest.get(path) !== index) return;
    const group = stack.splice(start);
    if (group.length > 1) groups.push(group);
  };
  for (const path of imports.keys()) if (!indices.has(path)) visit(path);
  return groups;
}

/** The shortest way from a file back to itself inside its group. */
function circleThrough(first: string, group: readonly string[], imports: Imports): string[] {
  const ways: string[][] = [[first]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const target of imports.get(way.at(-1)!)!) {
      if (target === first) return [...way, first];
      if (!group.includes(target) || seen.has(target)) continue;
      seen.add(target);
      ways.push([...way, target]);
    }
  }
  return [first];
}
