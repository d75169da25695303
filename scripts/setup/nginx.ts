import { install } from "./apt.ts";
import type { Machine } from "./machine.ts";
import type { Print, Readiness } from "./readiness.ts";
import { readRelease } from "./release.ts";

const PACKAGE = "nginx-light";
/** There while systemd runs the machine: installing a server would start it. */
const SYSTEMD = "/run/systemd/system";

/** Whether there is an nginx. */
export async function hasNginx(machine: Machine): Promise<boolean> {
  return (await machine.run("nginx", ["-v"])).success;
}

/**
 * Sees to an nginx for the test of the server behind it, in containers of Debian and Ubuntu only: elsewhere
 * its package would start a web server. Without one that test is skipped.
 */
export async function ensureNginx(machine: Machine, print: Print): Promise<Readiness> {
  if (await hasNginx(machine)) return { ready: true };
  const { apt } = await readRelease(machine);
  const startsServices = (await machine.run("test", ["-d", SYSTEMD])).success;
  if (apt && machine.root && !startsServices) {
    print(`nginx: installing ${PACKAGE}`);
    await machine.run("apt-get", ["update", "-q"]);
    const { success, output } = await install(machine, [PACKAGE]);
    if (!success) print(`warning: apt-get install failed: ${output.trim().split("\n").at(-1)}`);
  }
  return { ready: true };
}
