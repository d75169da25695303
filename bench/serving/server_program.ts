import { serverPermissions } from "../../serving/deno/server_permissions.ts";
import { v8Flags } from "../../serving/deno/v8_flags.ts";
import { readSettings } from "../../serving/settings.ts";
import { repositoryRoot } from "../../cli/repository_root.ts";

const ADDRESS = /http:\/\/[\d.]+:\d+/;
/** What workerd writes in place of an address. */
const WORKERD_PORT = /"listen","socket":"http","port":(\d+)/;

/** How a server is started. */
export interface ServerOptions {
  /** Folder of bundles. Default those of the repository. */
  readonly models?: string;
  /** As `deno task start` does, through the process that chooses the permissions. */
  readonly launcher?: boolean;
}

/** A server in a process of its own. */
export class ServerProgram {
  readonly #child: Deno.ChildProcess;
  readonly #log: Promise<void>;

  private constructor(
    child: Deno.ChildProcess,
    readonly address: string,
    readonly tidy: () => Promise<void>,
  ) {
    this.#child = child;
    this.#log = child.stderr.pipeTo(new WritableStream()); // Read, so that it is never blocked.
  }

  /** Starts it on a free port, and waits until it listens. @throws {Error} If it ends before that. */
  static async start({ models, launcher }: ServerOptions = {}): Promise<ServerProgram> {
    const root = repositoryRoot();
    const bundles = models ?? `${root}/static/models`;
    const permissions = serverPermissions(readSettings({ PORT: 0, MODELS: bundles }), root);
    const program = launcher
      ? ["--allow-all", `${root}/scripts/start.ts`]
      : [...v8Flags(Deno.build.arch), ...permissions, `${root}/main.ts`];
    return await ServerProgram.spawn(Deno.execPath(), [
      ...["run", ...program, "--port=0", `--models=${bundles}`],
    ]);
  }

  /** Starts a program that tells its address as `main.ts` does. @throws {Error} If it ends before that. */
  static async spawn(command: string, args: string[]): Promise<ServerProgram> {
    const child = new Deno.Command(command, {
      args,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    return await ServerProgram.adopt(child);
  }

  /** Takes over a program that was started. @param tidy Done after its end. @throws {Error} If it ends before it listens. */
  static async adopt(
    child: Deno.ChildProcess,
    tidy: () => Promise<void> = () => Promise.resolve(),
  ): Promise<ServerProgram> {
    return new ServerProgram(child, await addressOf(child), tidy);
  }

  get pid(): number {
    return this.#child.pid;
  }

  async fetch(path: string, init?: RequestInit): Promise<Response> {
    return await fetch(this.address + path, init);
  }

  /** A gauge of `/metrics`. */
  async metric(name: string): Promise<number> {
    const text = await (await this.fetch("/metrics")).text();
    return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
  }

  async end(): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#child.status;
    await this.#log;
    await this.tidy();
  }
}

async function addressOf(child: Deno.ChildProcess): Promise<string> {
  let output = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    output += text;
    const match = ADDRESS.exec(output);
    if (match !== null) return match[0];
    const port = WORKERD_PORT.exec(output)?.[1];
    if (port !== undefined) return `http://127.0.0.1:${port}`;
  }
  const reason = await new Response(child.stderr).text();
  throw new Error(`Cannot start the server: expected it to listen, got ${reason.trim()}`);
}
