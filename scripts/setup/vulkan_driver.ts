import { addBackports, install, installedVersion, majorVersion } from "./apt.ts";
import { offeredVersions, removeBackports } from "./apt.ts";
import type { Machine } from "./machine.ts";
import type { Print, Readiness } from "./readiness.ts";
import { readRelease, type Release } from "./release.ts";

const DRIVER = "mesa-vulkan-drivers";
const PACKAGES = [DRIVER, "libvulkan1"];

// Mesa 22.3 computes at a fifth of the speed of 25.0 (measured on its software adapter, 2 cores).
const FAST_MESA = 24;

/** Sees to a Vulkan driver WebGPU can use, and to a fast one where the adapter is Mesa's software one. */
export async function ensureVulkanDriver(machine: Machine, print: Print): Promise<Readiness> {
  const adapter = await machine.adapter();
  const slow = adapter !== undefined && await isSlow(machine, adapter);
  if (adapter !== undefined && !slow) return { ready: true };
  const release = await readRelease(machine);
  if (!release.apt || !machine.root) {
    if (adapter === undefined) return { ready: false, ...missing(machine, release) };
    print(`note: ${adapter} computes several times faster with Mesa ${FAST_MESA} or newer`);
    return { ready: true };
  }
  await installDriver(machine, release, print);
  const found = await machine.adapter();
  if (found !== undefined) {
    print(`Vulkan driver: ${found}, Mesa ${await installedVersion(machine, DRIVER) ?? "unknown"}`);
    return { ready: true };
  }
  return { ready: false, ...missing(machine, release) };
}

async function isSlow(machine: Machine, adapter: string): Promise<boolean> {
  if (!adapter.includes("llvmpipe")) return false;
  const version = await installedVersion(machine, DRIVER);
  return version !== undefined && majorVersion(version) < FAST_MESA;
}

async function installDriver(machine: Machine, { codename }: Release, print: Print): Promise<void> {
  print("Vulkan driver: updating apt's package lists");
  const update = await machine.run("apt-get", ["update", "-q"]);
  if (!update.success) print(`warning: apt-get update failed: ${lastLine(update.output)}`);
  const offers = await offeredVersions(machine, DRIVER);
  const plainIsFast = offers.some(({ suite, version }) =>
    !suite.endsWith("-backports") && majorVersion(version) >= FAST_MESA
  );
  if (!plainIsFast && codename && await installBackport(machine, codename, print)) return;
  print(`Vulkan driver: installing ${DRIVER}`);
  const { success, output } = await install(machine, PACKAGES);
  if (!success) print(`warning: apt-get install failed: ${lastLine(output)}`);
}

async function installBackport(
  machine: Machine,
  codename: string,
  print: Print,
): Promise<boolean> {
  const suite = `${codename}-backports`;
  if (!await addBackports(machine, codename)) return false;
  const offered = (await offeredVersions(machine, DRIVER))
    .some((offer) => offer.suite === suite && majorVersion(offer.version) >= FAST_MESA);
  if (offered) {
    print(`Vulkan driver: installing ${DRIVER} from ${suite}`);
    const { success, output } = await install(machine, PACKAGES, suite);
    if (success) return true;
    print(`warning: apt-get install -t ${suite} failed: ${lastLine(output)}`);
  } else {
    print(`warning: ${suite} offers no Mesa ${FAST_MESA}: WebGPU will be several times slower`);
  }
  await removeBackports(machine);
  return false;
}

function missing(machine: Machine, { apt }: Release): { problem: string; hint: string } {
  const problem =
    "Cannot find a WebGPU adapter: expected one for the tests of WebGPU, got no driver";
  if (machine.os === "darwin") {
    return { problem, hint: "WebGPU needs macOS 12 or newer with Metal" };
  }
  if (machine.os === "windows") {
    return { problem, hint: "install your GPU's driver from its vendor" };
  }
  if (apt && !machine.root) {
    return { problem, hint: `run this as root, or as root \`apt-get install ${DRIVER}\`` };
  }
  if (apt) return { problem, hint: "see the lines above: apt could not install the driver" };
  return {
    problem,
    hint: "install your GPU's Vulkan driver, or Mesa's software one: Fedora `dnf install " +
      `${DRIVER}\`, Arch \`pacman -S vulkan-swrast\`, Alpine \`apk add mesa-vulkan-swrast\``,
  };
}

function lastLine(output: string): string {
  return output.trim().split("\n").at(-1) ?? "";
}
