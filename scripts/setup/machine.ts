/** What setting up reads and changes; tests stand in for it. */
export interface Machine {
  readonly os: string;
  readonly root: boolean;
  /** A variable of the environment; undefined where it is not set. */
  env(name: string): string | undefined;
  /** Undefined where there is no such file. */
  read(path: string): Promise<string | undefined>;
  /** Paths of the files in a folder, sorted; none where there is no such folder. */
  list(folder: string): Promise<string[]>;
  write(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Runs a program; one that can't be started has failed. */
  run(program: string, args: readonly string[]): Promise<Ran>;
  /** The name of the WebGPU adapter a new process gets, or undefined. */
  adapter(): Promise<string | undefined>;
}

/** How a program ended, and all it printed. */
export interface Ran {
  success: boolean;
  output: string;
}

/** This machine. */
export function thisMachine(): Machine {
  return {
    os: Deno.build.os,
    root: Deno.build.os === "windows" ? false : Deno.uid() === 0,
    env: (name) => Deno.env.get(name),
    read: (path) => Deno.readTextFile(path).catch(() => undefined),
    list: async (folder) => {
      const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
      return entries.filter(({ isFile }) => isFile).map(({ name }) => `${folder}/${name}`).sort();
    },
    write: (path, text) => Deno.writeTextFile(path, text),
    remove: (path) => Deno.remove(path).catch(() => {}),
    run: (program, args) => run(program, args, { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" }),
    adapter: findAdapter,
  };
}

// A process of its own: a driver that was just installed is seen, one that crashes takes nothing with it.
const PROBE = `
const adapter = await navigator.gpu?.requestAdapter();
if (!adapter) Deno.exit(1);
(await adapter.requestDevice()).destroy();
const { description, vendor, architecture } = adapter.info;
console.log(description || (vendor + " " + architecture).trim() || "unnamed");
`;

async function findAdapter(): Promise<string | undefined> {
  // On Linux OpenGL may stand in for Vulkan: too slow and too small for a training step.
  const env: Record<string, string> = Deno.build.os === "linux"
    ? { DENO_WEBGPU_BACKEND: "vulkan" }
    : {};
  const { success, output } = await run(Deno.execPath(), ["eval", PROBE], env);
  return success ? output.trim().split("\n").at(-1) : undefined;
}

async function run(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Ran> {
  try {
    const command = new Deno.Command(program, { args: [...args], env, stdin: "null" });
    const { success, stdout, stderr } = await command.output();
    const decoder = new TextDecoder();
    return { success, output: decoder.decode(stderr) + decoder.decode(stdout) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { success: false, output: error.message };
    throw error;
  }
}
