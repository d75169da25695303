import { install } from "./apt.ts";
import type { Machine } from "./machine.ts";
import type { Print, Readiness } from "./readiness.ts";
import { readRelease } from "./release.ts";

const PACKAGE = "chromium";

/** Programs in the order they are looked for, by `os`. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  linux: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    .map((name) => `/usr/bin/${name}`),
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
};

/**
 * Path of a Chromium or Chrome that runs: the one that the environment names as `CHROMIUM`, and no other where it
 * names one.
 */
export async function findChromium(machine: Machine): Promise<string | undefined> {
  const named = machine.env("CHROMIUM");
  for (const program of named ? [named] : PROGRAMS[machine.os] ?? []) {
    if ((await machine.run(program, ["--version"])).success) return program;
  }
  return undefined;
}

/** Sees to a Chromium for the browser tests. */
export async function ensureChromium(machine: Machine, print: Print): Promise<Readiness> {
  if (await findChromium(machine)) return { ready: true };
  const { id, apt } = await readRelease(machine);
  const problem = "Cannot find Chromium: expected one for the browser tests, got no program";
  const named = machine.env("CHROMIUM");
  if (named) {
    return { ready: false, problem, hint: `CHROMIUM names "${named}", which does not run` };
  }
  // Ubuntu's package installs a snap, which many machines cannot run.
  const isInApt = apt && id !== "ubuntu";
  if (isInApt && machine.root) {
    await installChromium(machine, print);
    if (await findChromium(machine)) return { ready: true };
    return { ready: false, problem, hint: "see the lines above: apt could not install it" };
  }
  const hint = isInApt
    ? `run this as root, or as root \`apt-get install ${PACKAGE}\``
    : "install Chromium or Chrome; the environment's CHROMIUM may name its program";
  return { ready: false, problem, hint };
}

async function installChromium(machine: Machine, print: Print): Promise<void> {
  print("Chromium: updating apt's package lists");
  const update = await machine.run("apt-get", ["update", "-q"]);
  if (!update.success) print(`warning: apt-get update failed: ${lastLine(update.output)}`);
  print(`Chromium: installing ${PACKAGE}`);
  const { success, output } = await install(machine, [PACKAGE]);
  if (!success) print(`warning: apt-get install failed: ${lastLine(output)}`);
}

function lastLine(output: string): string {
  return output.trim().split("\n").at(-1) ?? "";
}
