import { NOT_PORTABLE, type Room, ROOMS } from "./rules.ts";
import { scanCode, scanImports } from "./scan_source.ts";
import type { SourceFile } from "./source_files.ts";

/** What is written in a language with imports. */
const CODE = /\.(?:ts|tsx|js|mjs)$/;

/** Every import in these files that the rules do not allow, one line each: `file:line: Cannot import …`. */
export function checkBoundaries(
  files: readonly SourceFile[],
  rooms: readonly Room[] = ROOMS,
): string[] {
  return files.filter(({ path }) => CODE.test(path))
    .flatMap(({ path, source }) => checkFile(path, source, rooms))
    .sort();
}

/** @param path From the repository's root, with `/`. */
export function checkFile(path: string, source: string, rooms: readonly Room[] = ROOMS): string[] {
  const room = roomOf(path, rooms);
  if (!room) return [`${path}:1: Cannot place the file: expected a room of rules.ts, got none`];
  const violations = scanImports(source)
    .filter(({ specifier }) => !mayImport(path, specifier, room))
    .map(({ specifier, line }) =>
      `${path}:${line}: Cannot import in ${room.path}: expected ${
        allowed(room)
      }, got "${specifier}"`
    );
  if (!room.runs) return violations;
  for (const { pattern, name, pageHasIt } of NOT_PORTABLE) {
    if (pageHasIt && room.runs === "in a page") continue;
    for (const line of scanCode(source, pattern)) {
      violations.push(
        `${path}:${line}: Cannot use ${name} in ${room.path}: expected code that runs ${room.runs}`,
      );
    }
  }
  return violations;
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
