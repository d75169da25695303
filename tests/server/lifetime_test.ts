import { assert, assertEquals } from "@std/assert";
import { processState } from "../../scripts/start/process_state.ts";
import { freePort } from "../support/free_port.ts";
import { pause } from "../support/server_process.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
/** Far longer than a stream and a look at a parent take. */
const LIMIT_MS = 20_000;
const SIDE_BY_SIDE = 5;
const SIGNALS = ["SIGTERM", "SIGINT", "SIGKILL"] as const;
const STREAM = {
  method: "POST",
  headers: { "content-type": "application/json", accept: "text/event-stream" },
  body: JSON.stringify({ n: 32, seed: 1 }),
};

/** A way to start the server, and its processes from the first on. */
interface Start {
  readonly command: (port: number) => readonly string[];
  readonly processes: readonly string[];
  /** Those that get signals; default all. */
  readonly targets?: readonly string[];
}

const deno = Deno.execPath();
const STARTS: Readonly<Record<string, Start>> = {
  "deno run main.ts": {
    command: () => [deno, "run", "-A", "main.ts"],
    processes: ["server"],
  },
  "deno serve main.ts": {
    command: (port) => [deno, "serve", "-A", "--host=127.0.0.1", `--port=${port}`, "main.ts"],
    processes: ["server"],
  },
  "deno task start": {
    command: () => [deno, "task", "start"],
    processes: ["task", "launcher", "server"],
  },
  "npx task start": {
    command: () => ["npx", "-y", `deno@${Deno.version.deno}`, "task", "start"],
    processes: ["npm", "shell", "task", "launcher", "server"],
    targets: ["npm", "shell"], // The others are those of `deno task start`.
  },
};

/** The exit code of the first process where the server decides it: a process that is killed cannot tell one. */
function expectedCode(signal: Deno.Signal, process: string): number | undefined {
  if (process === "npm" || process === "shell") return undefined;
  return signal === "SIGKILL" ? 128 + 9 : 0;
}

/** Sends a signal to one process of a server that streams, and checks what comes of it. */
async function checkSignal(start: Start, signal: Deno.Signal, process: string): Promise<void> {
  const port = freePort();
  const [program, ...args] = start.command(port);
  const child = new Deno.Command(program, {
    args,
    cwd: ROOT,
    env: { PORT: String(port) },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const url = `http://127.0.0.1:${port}`;
  while (!await isReady(url)) await pause(50);
  const chain = chainFrom(child.pid);
  try {
    assertEquals(chain.length, start.processes.length, "processes");
    const reply = await fetch(`${url}/generate`, STREAM);
    const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader();
    await reader.read();
    Deno.kill(chain[start.processes.indexOf(process)], signal);
    const rest = await readAll(reader);
    if (signal !== "SIGKILL" || process !== "server") assert(rest.includes("event: done"), "cut");
    const until = performance.now() + LIMIT_MS;
    while (chain.some(isAlive) && performance.now() < until) await pause(50);
    assertEquals(start.processes.filter((_, i) => isAlive(chain[i])), [], "orphans");
    const expected = expectedCode(signal, process);
    if (expected !== undefined) assertEquals((await child.status).code, expected);
  } finally {
    for (const pid of chain.filter(isAlive)) Deno.kill(pid, "SIGKILL");
    await child.status;
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const reply = await fetch(`${url}/readyz`);
    await reply.bytes();
    return reply.status === 200;
  } catch {
    return false;
  }
}

/** All that is left of a stream; up to where it is cut. */
async function readAll(reader: ReadableStreamDefaultReader<string>): Promise<string> {
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text;
      text += value;
    }
  } catch {
    return text;
  }
}

/** A process, its child, and so on: each has one. */
function chainFrom(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const { name } of Deno.readDirSync("/proc")) {
    const state = /^\d+$/.test(name) ? processState(Number(name)) : undefined;
    if (state !== undefined) parents.set(state.parent, Number(name));
  }
  const chain = [pid];
  for (let next = parents.get(pid); next !== undefined; next = parents.get(next)) chain.push(next);
  return chain;
}

/** Whether a process runs: one that ended and is not yet fetched has no command. */
function isAlive(pid: number): boolean {
  return (processState(pid)?.command ?? "") !== "";
}

function targetsOf({ processes, targets = processes }: Start): readonly string[] {
  return targets;
}

function isInstalled(program: string): boolean {
  try {
    return new Deno.Command(program, { args: ["--version"] }).outputSync().success;
  } catch {
    return false;
  }
}

for (const [name, start] of Object.entries(STARTS)) {
  Deno.test({
    name: `${name}: a signal to ${
      targetsOf(start).join(", ")
    } leaves no process, and only SIGKILL cuts a stream`,
    ignore: Deno.build.os !== "linux" || (name.startsWith("npx") && !isInstalled("npx")),
    fn: async () => {
      const cases = SIGNALS.flatMap((signal) =>
        targetsOf(start).map((process) => ({ signal, process }))
      );
      const failures: string[] = [];
      const work = async () => {
        for (let next = cases.shift(); next !== undefined; next = cases.shift()) {
          const { signal, process } = next;
          await checkSignal(start, signal, process)
            .catch((error) => failures.push(`${signal} to ${process}: ${error.message}`));
        }
      };
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
      assertEquals(failures, []);
    },
  });
}
