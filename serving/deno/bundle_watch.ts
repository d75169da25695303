import type { Bundle } from "../../core/bundle/mod.ts";
import { listBundles } from "./bundle_entries.ts";
import { type FolderBundle, loadFolderBundle, strayMessage } from "./bundle_folder.ts";
import { folderMark } from "./folder_mark.ts";

/** What a look at a folder of bundles found. */
export interface Look {
  /** Every bundle to serve from now on, by id; undefined where nothing changed. */
  readonly served?: ReadonlyMap<string, FolderBundle>;
  /** A sentence about each change, such as `replaced mnist`. */
  readonly changes: readonly string[];
  /** Why each bundle that was refused was. */
  readonly refusals: readonly string[];
  /** A sentence about each new entry that is no bundle. */
  readonly strays: readonly string[];
  /** Whether something is changing, and should be looked at again. */
  readonly isUnsettled: boolean;
}

/** What a bundle's folder must be to be read: the mark of one that is not there is this. */
const GONE = "";

/**
 * Looks for bundles that were added, replaced or removed. A changed folder is read only once two looks
 * found it the same, so that one that is being copied is left alone; an unchanged one is not read at all.
 */
export class BundleWatch {
  #served: ReadonlyMap<string, FolderBundle>;
  /** Marks at the last look. */
  #seen: ReadonlyMap<string, string> = new Map();
  /** Marks that need not be looked at again. */
  readonly #refused = new Map<string, string>();
  #strays: ReadonlySet<string> | undefined;

  /**
   * @param served What is served already.
   * @param options.verify Builds the models of a bundle. @throws {Error} What kept it from that.
   * @param options.defaultModel A bundle that must stay.
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
  async look(): Promise<Look> {
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

  /** What a look found is served now. */
  accept(served: ReadonlyMap<string, FolderBundle>): void {
    this.#served = served;
  }

  /** What is served once a bundle's change is taken over, or why it is not. */
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
        return `Cannot remove bundle ${id} as DEFAULT_MODEL must be served: it is "${id}"`;
      }
      if (served.size === 1) {
        return `Cannot remove bundle ${id} as one must be served: it is the last`;
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
    // It may be taken away while it is looked at: then the next look sees that.
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
