import { NOT_PORTABLE, type Room, ROOMS } from "./rules.ts";
import { scanCode, scanImports } from "./scan_source.ts";

const SOURCE = /\.(?:ts|tsx|js|mjs)$/;
const LEFT_OUT = new Set([
  ...["vendor", "data", "runs", "coverage", "node_modules", "static/models"],
  ...["static/runtime", "static/studio.js", "static/widget.js"], // Built by `deno task pages`.
]);

/** Every import under `root` that the rules do not allow, one line each: `file:line: Cannot import …`. */
export async function checkBoundaries(
  root: string,
  rooms: readonly Room[] = ROOMS,
): Promise<string[]> {
  const violations: string[] = [];
  for await (const path of sourceFiles(root)) {
    violations.push(...checkFile(path, await Deno.readTextFile(`${root}/${path}`), rooms));
  }
  return violations.sort();
}

/** @param path From the repository's root, with `/`. */
export function checkFile(path: string, source: string, rooms: readonly Room[] = ROOMS): string[] {
  const room = roomOf(path, rooms);
  if (!room) return [`${path}:1: Cannot place the file as it must be in a room of rules.ts`];
  const violations = scanImports(source)
    .filter(({ specifier }) => !mayImport(path, specifier, room))
    .map(({ specifier, line }) =>
      `${path}:${line}: Cannot import "${specifier}" as ${room.path} may import only ${
        allowed(room)
      }`
    );
  if (!room.runs) return violations;
  for (const { pattern, name, pageHasIt } of NOT_PORTABLE) {
    if (pageHasIt && room.runs === "in a page") continue;
    for (const line of scanCode(source, pattern)) {
      violations.push(`${path}:${line}: Cannot use ${name} as ${room.path} must run ${room.runs}`);
    }
  }
  return violations;
}

async function* sourceFiles(root: string, folder = ""): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(`${root}/${folder}`)) {
    const path = folder + name;
    if (name.startsWith(".") || LEFT_OUT.has(path)) continue;
    if (isDirectory) yield* sourceFiles(root, `${path}/`);
    else if (SOURCE.test(name)) yield path;
  }
}

function mayImport(path: string, specifier: string, room: Room): boolean {
  if (!specifier.startsWith(".")) {
    return room.packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  }
  const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
  return [room.path, ...room.imports].some((prefix) => isUnder(target, prefix));
}

function roomOf(path: string, rooms: readonly Room[]): Room | undefined {
  return rooms.filter((room) => isUnder(path, room.path))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

function isUnder(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

function allowed({ path, imports, packages }: Room): string {
  return [path, ...imports, ...packages].join(", ");
}
