import type { Bundle } from "../../core/bundle/mod.ts";
import { listBundles } from "./bundle_entries.ts";
import { type FolderBundle, loadFolderBundle, strayMessage } from "./bundle_folder.ts";
import { folderMark } from "./folder_mark.ts";

/** The result of checking a folder of bundles. */
export interface BundleCheck {
  /** All bundles to serve, by id; undefined if nothing changed. */
  readonly served?: ReadonlyMap<string, FolderBundle>;
  /** A sentence about each change, such as `replaced mnist`. */
  readonly changes: readonly string[];
  /** Why each refused bundle was refused. */
  readonly refusals: readonly string[];
  /** A sentence about each new entry that is not a bundle. */
  readonly strays: readonly string[];
  /** Whether something is still changing and needs another check. */
  readonly isUnsettled: boolean;
}

/** The mark of a folder that does not exist. */
const GONE = "";

/**
 * Finds bundles that were added, replaced or removed. A changed folder is read once two checks in a row found it the
 * same, so that a copy in progress is left alone; an unchanged one is never read.
 */
export class BundleWatch {
  #served: ReadonlyMap<string, FolderBundle>;
  /** Marks at the last check. */
  #seen: ReadonlyMap<string, string> = new Map();
  /** Marks already dealt with. */
  readonly #refused = new Map<string, string>();
  #strays: ReadonlySet<string> | undefined;

  /**
   * @param served The bundles served so far.
   * @param options.verify Builds the models of a bundle. @throws {Error} Why it could not.
   * @param options.defaultModel A bundle that must not be removed.
   */
  constructor(
    readonly folder: string,
    served: readonly FolderBundle[],
    readonly options: {
      readonly verify: (bundle: Bundle) => Promise<void>;
      readonly defaultModel?: string;
    },
  ) {
    this.#served = byId(served);
  }

  /** @throws {Error} If the folder cannot be listed. */
  async check(): Promise<BundleCheck> {
    const { bundles, strays } = await listBundles(this.folder);
    const paths = new Map(bundles.map(({ id, path }) => [id, path]));
    const marks = new Map<string, string>();
    for (const id of [...paths.keys(), ...this.#served.keys()]) {
      marks.set(id, await this.#markOf(paths.get(id)));
    }
    for (const id of this.#refused.keys()) {
      if ((marks.get(id) ?? GONE) === (this.#served.get(id)?.mark ?? GONE)) {
        this.#refused.delete(id);
      }
    }
    const changed = [...marks].filter(([id, mark]) =>
      mark !== (this.#served.get(id)?.mark ?? GONE) && mark !== this.#refused.get(id)
    );
    const settled = changed.filter(([id, mark]) => mark === this.#seen.get(id));
    this.#seen = marks;
    const found = { changes: [] as string[], refusals: [] as string[], served: this.#served };
    let unread = 0;
    for (const [id, mark] of settled) {
      const next = await this.#next(id, { mark, path: paths.get(id), served: found.served });
      if (next === "changing") unread++;
      else if (typeof next === "string") {
        this.#refused.set(id, mark);
        found.refusals.push(next);
      } else {
        this.#refused.delete(id);
        found.changes.push(`${this.#verb(id, next)} ${id}`);
        found.served = next;
      }
    }
    return {
      ...found,
      served: found.changes.length > 0 ? sorted(found.served) : undefined,
      strays: this.#newStrays(strays),
      isUnsettled: unread > 0 || settled.length < changed.length,
    };
  }

  /** Records that the bundles of a check are now served. */
  accept(served: ReadonlyMap<string, FolderBundle>): void {
    this.#served = served;
  }

  /** The bundle to serve after a change, or why the change is refused. */
  async #next(
    id: string,
    { mark, path, served }: {
      mark: string;
      path: string | undefined;
      served: ReadonlyMap<string, FolderBundle>;
    },
  ): Promise<ReadonlyMap<string, FolderBundle> | "changing" | string> {
    if (path === undefined) {
      if (id === this.options.defaultModel) {
        return `Cannot remove bundle ${id}: expected DEFAULT_MODEL to stay, got its removal`;
      }
      if (served.size === 1) {
        return `Cannot remove bundle ${id}: expected one to stay, got the removal of the last`;
      }
      return new Map([...served].filter(([other]) => other !== id));
    }
    try {
      const loaded = await loadFolderBundle({ id, path });
      if (loaded.mark !== mark) return "changing";
      if (served.get(id)?.bundle.version !== loaded.bundle.version) {
        await this.options.verify(loaded.bundle);
      }
      return new Map([...served, [id, loaded]]);
    } catch (error) {
      if (await this.#markOf(path) !== mark) return "changing";
      return error instanceof Error ? error.message : String(error);
    }
  }

  #verb(id: string, next: ReadonlyMap<string, FolderBundle>): string {
    if (!next.has(id)) return "removed";
    return this.#served.has(id) ? "replaced" : "added";
  }

  async #markOf(path: string | undefined): Promise<string> {
    if (path === undefined) return GONE;
    // It may be removed during the check; the next check will notice.
    return await folderMark(path).catch(() => "unreadable");
  }

  #newStrays(strays: ReadonlyMap<string, string>): string[] {
    const messages = Array.from(
      strays,
      ([name, reason]) => strayMessage(this.folder, name, reason),
    );
    const known = this.#strays ?? new Set(messages);
    this.#strays = new Set(messages);
    return messages.filter((message) => !known.has(message));
  }
}

function byId(bundles: readonly FolderBundle[]): Map<string, FolderBundle> {
  return new Map(bundles.map((loaded) => [loaded.bundle.manifest.id, loaded]));
}

function sorted(served: ReadonlyMap<string, FolderBundle>): Map<string, FolderBundle> {
  return new Map([...served].sort(([a], [b]) => a < b ? -1 : 1));
}
