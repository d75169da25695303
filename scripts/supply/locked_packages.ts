/** A package of npm as a lock file has it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** SHA-512 of its archive, `sha512-` and base64. */
  readonly integrity: string;
  /** Identities of the packages that it needs, sorted. */
  readonly dependencies: readonly string[];
}

/** A package in a lock file of Deno. */
interface LockEntry {
  readonly integrity: string;
  readonly dependencies?: readonly string[];
  readonly optionalDependencies?: readonly string[];
}

/** `name@version`, then `_peer@version` for each peer that it was resolved with. */
const KEY = /^(?<name>@?[^@]+)@(?<version>[^_]+)/;

/**
 * The packages of a lock file, by `name@version`.
 * @throws {SyntaxError} If it is no lock file of version 5.
 */
export function lockedPackages(text: string): Map<string, LockedPackage> {
  const { version, npm }: { version: string; npm: Record<string, LockEntry> } = JSON.parse(text);
  if (version !== "5") {
    throw new SyntaxError(`Cannot read lock file: expected version 5, got ${version}`);
  }
  const keys = Object.keys(npm);
  const packages = new Map<string, LockedPackage>();
  for (const [key, entry] of Object.entries(npm)) {
    const { name, version } = KEY.exec(key)!.groups!;
    const { dependencies = [], optionalDependencies = [] } = entry;
    const needed = [...dependencies, ...optionalDependencies].map((it) => identityOf(it, keys));
    packages.set(`${name}@${version}`, {
      name,
      version,
      integrity: entry.integrity,
      dependencies: [...new Set(needed)].sort(),
    });
  }
  return packages;
}

/** A dependency is named without its version where only one is locked. */
function identityOf(dependency: string, keys: readonly string[]): string {
  const key = KEY.test(dependency)
    ? dependency
    : keys.find((key) => KEY.exec(key)!.groups!.name === dependency)!;
  const { name, version } = KEY.exec(key)!.groups!;
  return `${name}@${version}`;
}
