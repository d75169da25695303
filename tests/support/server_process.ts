import { type RuntimeName, type ServerOptions, spawnServer } from "./spawn_server.ts";

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

  private constructor(
    readonly child: Deno.ChildProcess,
    readonly folder: string,
    readonly runtime: RuntimeName,
  ) {
    this.#ends = Promise.all([
      readAll(child.stdout, (text) => this.#stdout += text),
      readAll(child.stderr, (text) => this.#stderr += text),
    ]);
  }

  /** Starts a server on a free port, and does not wait for it. */
  static async start(options: ServerOptions = {}): Promise<ServerProcess> {
    const folder = await Deno.makeTempDir();
    const { runtime = "deno" } = options;
    return new ServerProcess(await spawnServer(options, folder), folder, runtime);
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

  /** All that it wrote so far. */
  get output(): string {
    return this.#stdout + this.#stderr;
  }

  /** Resident memory of the process that serves. */
  residentBytes(): Promise<number> {
    return this.runtime === "workerd"
      ? residentBytes(this.child.pid)
      : this.metric("process_resident_memory_bytes");
  }

  /** The address it printed, `http://127.0.0.1:PORT`. @throws {Error} If it ended before printing one. */
  async address(): Promise<string> {
    const ended = this.child.status.then(() => true);
    for (;;) {
      const match = /http:\/\/[\d.]+:\d+/.exec(this.#stdout);
      if (match !== null) return match[0];
      const port = /"listen","socket":"http","port":(\d+)/.exec(this.#stdout);
      if (port !== null) return `http://127.0.0.1:${port[1]}`;
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

  /** Waits for the end of the process. */
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

/** Resident memory of a process. */
async function residentBytes(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1024;
}

/** Waits; gives false. */
export function pause(milliseconds: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), milliseconds));
}

async function readAll(stream: ReadableStream<Uint8Array>, add: (text: string) => void) {
  const decoder = new TextDecoder();
  for await (const bytes of stream) add(decoder.decode(bytes, { stream: true }));
}
