/** Whether this process may mount file systems; a container's root often may not. */
function mayMount(): boolean {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const folder = Deno.makeTempDirSync();
  try {
    if (!mount(folder, 4096)) return false;
    return unmount(folder);
  } finally {
    Deno.removeSync(folder);
  }
}

const MAY_MOUNT = mayMount();

/** A test that mounts disks. Skipped by its name where this process may not. */
export function diskTest(
  name: string,
  run: () => Promise<void>,
  test: (name: string, run: () => Promise<void>) => void = Deno.test,
): void {
  if (MAY_MOUNT) test(name, run);
  else Deno.test.ignore(`${name} (only root can mount a small disk)`, run);
}

/** Runs with a folder on a disk of so many bytes; root only. */
export async function withSmallDisk<T>(
  bytes: number,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  if (!mount(folder, bytes)) throw new Error(`Cannot mount a disk at ${folder}`);
  try {
    return await use(folder);
  } finally {
    unmount(folder);
    await Deno.remove(folder);
  }
}

/** Leaves no free byte. @returns Frees them again. */
export function fillDisk(folder: string): () => void {
  const path = `${folder}/filler`;
  using file = Deno.openSync(path, { write: true, create: true, truncate: true });
  try {
    for (;;) file.writeSync(new Uint8Array(4096));
  } catch {
    return () => Deno.removeSync(path);
  }
}

function mount(folder: string, bytes: number): boolean {
  return run("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "none", folder]);
}

function unmount(folder: string): boolean {
  return run("umount", [folder]);
}

function run(program: string, args: string[]): boolean {
  try {
    return new Deno.Command(program, { args, stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}
