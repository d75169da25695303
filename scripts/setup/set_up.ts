import { ensureChromium } from "./chromium.ts";
import { type Machine, thisMachine } from "./machine.ts";
import { ensureNginx } from "./nginx.ts";
import type { Print, Readiness } from "./readiness.ts";
import { ensureVulkanDriver } from "./vulkan_driver.ts";

/** Something that WebGPU or the tests need from the system. */
type Need = (machine: Machine, print: Print) => Promise<Readiness>;

const NEEDS: readonly Need[] = [ensureVulkanDriver, ensureChromium, ensureNginx];

/**
 * Sees to everything that WebGPU and the tests need from the system; does and prints nothing where all is there.
 * @returns What is still missing.
 */
export async function setUp(
  print: Print,
  machine: Machine = thisMachine(),
): Promise<{ problem: string; hint: string }[]> {
  const missing = [];
  for (const ensure of NEEDS) {
    const readiness = await ensure(machine, print);
    if (!readiness.ready) missing.push({ problem: readiness.problem, hint: readiness.hint });
  }
  return missing;
}
