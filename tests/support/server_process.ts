import { serverPermissions } from "../../serving/deno/server_permissions.ts";
import { type TinyBundleOptions, writeTinyBundle } from "./tiny_bundle.ts";

/** How to start a server. */
export interface ServerOptions {
  /** Default `deno`. */
  readonly runtime?: "deno" | "workerd";
  /** Bundles to serve; one tiny bundle unless told. */
  readonly bundles?: readonly TinyBundleOptions[];
  /** A folder of bundles to serve in place of tiny ones. */
  readonly models?: string;
  readonly env?: Record<string, string>;
  readonly args?: readonly string[];
  /** A free one unless told. */
  readonly port?: number;
  /** Starts it as `deno task start` does. */
  readonly launcher?: boolean;
  /** Changes the permissions that the server has. */
  readonly permissions?: (flags: string[]) => string[];
}

/** What a server that has ended left. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server in its own process, with the permissions that `deno task start` gives it. */
export class ServerProcess {
  #stdout = "";
  #stderr = "";
  readonly #ends: Promise<unknown>;

  private constructor(readonly child: Deno.ChildProcess, readonly folder: string) {
    this.#ends = Promise.all([
      readAll(child.stdout, (text) => this.#stdout += text),
      readAll(child.stderr, (text) => this.#stderr += text),
    ]);
  }

  /** Starts a server on a free port, and does not wait for it. */
  static async start(options: ServerOptions = {}): Promise<ServerProcess> {
    const { bundles = [{}], env = {}, args = [], port = 0 } = options;
    const { permissions = (flags) => flags } = options;
    const folder = await Deno.makeTempDir();
    const models = options.models ?? `${folder}/models`;
    if (options.models === undefined) {
      await Deno.mkdir(models);
      for (const bundle of bundles) await writeTinyBundle(models, bundle);
    }
    const root = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
    const address = { host: "127.0.0.1", port };
    const flags = permissions(serverPermissions(address, { root, bundles: models }));
    const program = options.runtime === "workerd"
      ? ["run", "--allow-all", `${root}/scripts/worker.ts`]
      : options.launcher
      ? ["run", "--allow-all", `${root}/scripts/start.ts`]
      : ["run", "--unstable-no-legacy-abort", ...flags, `${root}/main.ts`];
    const child = new Deno.Command(Deno.execPath(), {
      args: [...program, `--port=${port}`, "--models", models, ...args],
      env: { NO_COLOR: "1", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    return new ServerProcess(child, folder);
  }

  /** Runs a test with a server that is ready, and ends it. */
  static async use(options: ServerOptions, test: (server: ServerProcess) => Promise<void>) {
    const server = await ServerProcess.start(options);
    try {
      await server.ready();
      await test(server);
    } finally {
      await server.end();
    }
  }

  /** What it wrote to stderr so far: log lines and errors. */
  get stderr(): string {
    return this.#stderr;
  }

  /** The address it told, `http://127.0.0.1:PORT`. @throws {Error} If it ended before telling one. */
  async address(): Promise<string> {
    const ended = this.child.status.then(() => true);
    for (;;) {
      const match = /http:\/\/[\d.]+:\d+/.exec(this.#stdout);
      if (match !== null) return match[0];
      if (await Promise.race([ended, pause(20)])) {
        await this.#ends;
        throw new Error(`Cannot reach the server: it ended: ${this.#stderr}`);
      }
    }
  }

  /** Waits until `/readyz` answers 200. */
  async ready(): Promise<void> {
    for (;;) {
      const reply = await this.fetch("/readyz");
      await reply.body?.cancel();
      if (reply.status === 200) return;
      await pause(20);
    }
  }

  async fetch(path: string, init?: RequestInit): Promise<Response> {
    return await fetch(await this.address() + path, init);
  }

  /** A POST of JSON. */
  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const all = { "content-type": "application/json", ...headers };
    return this.fetch(path, { method: "POST", headers: all, body: JSON.stringify(body) });
  }

  /** A gauge of `/metrics`. */
  async metric(name: string): Promise<number> {
    const text = await (await this.fetch("/metrics")).text();
    return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
  }

  /** Waits for the end of a process that ends itself or was told to. */
  async ended(): Promise<Ended> {
    const { code } = await this.child.status;
    await this.#ends;
    await Deno.remove(this.folder, { recursive: true });
    return { code, stdout: this.#stdout, stderr: this.#stderr };
  }

  /** Ends the process. */
  end(signal: Deno.Signal = "SIGTERM"): Promise<Ended> {
    this.child.kill(signal);
    return this.ended();
  }
}

/** Waits; gives false. */
export function pause(milliseconds: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), milliseconds));
}

async function readAll(stream: ReadableStream<Uint8Array>, add: (text: string) => void) {
  for await (const text of stream.pipeThrough(new TextDecoderStream())) add(text);
}
