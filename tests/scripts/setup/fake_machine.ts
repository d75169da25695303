import type { Machine, Ran } from "../../../scripts/setup/machine.ts";

/** What a fake machine has and how apt behaves on it. */
export interface FakeOptions {
  os?: string;
  root?: boolean;
  /** `/etc/os-release`. */
  release?: string;
  sources?: string;
  /** The driver's version installed before, and the one apt has in the plain suite and in backports. */
  installed?: string;
  plain?: string;
  backport?: string;
  /** Programs with these words in their command line fail. */
  failing?: string | readonly string[];
  /** Chromium's program before, and once apt has installed it. */
  chromium?: string;
  chromiumFromApt?: string;
  env?: Record<string, string>;
  /** The adapter's name once a driver is installed; undefined if it never works. */
  adapter?: string;
}

export const BOOKWORM = `ID=debian\nVERSION_CODENAME=bookworm\n`;

const OWN = "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\nComponents: main\n";

/** A machine with files in memory and an apt that knows a driver and Chromium. Keeps what was run. */
export class FakeMachine implements Machine {
  readonly os: string;
  readonly root: boolean;
  readonly files = new Map<string, string>();
  readonly ran: string[] = [];
  #installed: string | undefined;
  #chromium: string | undefined;

  constructor(readonly options: FakeOptions = {}) {
    this.os = options.os ?? "linux";
    this.root = options.root ?? true;
    this.#installed = options.installed;
    this.#chromium = options.chromium;
    this.files.set("/etc/os-release", options.release ?? BOOKWORM);
    this.files.set("/etc/apt/sources.list.d/debian.sources", options.sources ?? OWN);
  }

  env(name: string): string | undefined {
    return this.options.env?.[name];
  }

  read(path: string): Promise<string | undefined> {
    return Promise.resolve(this.files.get(path));
  }

  list(folder: string): Promise<string[]> {
    return Promise.resolve([...this.files.keys()].filter((path) => path.startsWith(folder)).sort());
  }

  write(path: string, text: string): Promise<void> {
    this.files.set(path, text);
    return Promise.resolve();
  }

  remove(path: string): Promise<void> {
    this.files.delete(path);
    return Promise.resolve();
  }

  adapter(): Promise<string | undefined> {
    return Promise.resolve(this.#installed ? this.options.adapter : undefined);
  }

  run(program: string, args: readonly string[]): Promise<Ran> {
    const line = [program, ...args].join(" ");
    this.ran.push(line);
    const { failing = [] } = this.options;
    if ([failing].flat().some((words) => line.includes(words))) {
      return Promise.resolve({ success: false, output: "first\nE: no route" });
    }
    if (program === "apt-cache") return Promise.resolve({ success: true, output: this.#madison() });
    if (program === "dpkg-query") {
      const output = `installed ${this.#installed}`;
      return Promise.resolve({ success: this.#installed !== undefined, output });
    }
    if (args[0] === "--version") {
      return Promise.resolve({ success: program === this.#chromium, output: "" });
    }
    if (args[0] === "install" && args.includes("chromium")) {
      this.#chromium = this.options.chromiumFromApt;
    } else if (args[0] === "install") {
      const { plain, backport } = this.options;
      this.#installed = args.includes("-t") ? backport : plain;
    }
    return Promise.resolve({ success: true, output: "" });
  }

  #madison(): string {
    const { plain, backport } = this.options;
    const rows: [string | undefined, string][] = [[plain, "bookworm"]];
    if ([...this.files.values()].some((text) => text.includes("bookworm-backports"))) {
      rows.push([backport, "bookworm-backports"]);
    }
    return rows.filter(([version]) => version).map(([version, suite]) =>
      ` mesa-vulkan-drivers | ${version} | http://mirror.example/debian ${suite}/main amd64 Packages\n`
    ).join("");
  }
}
