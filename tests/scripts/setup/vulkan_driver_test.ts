import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { majorVersion, OWN_SOURCE } from "../../../scripts/setup/apt.ts";
import { ensureVulkanDriver } from "../../../scripts/setup/vulkan_driver.ts";
import { FakeMachine, type FakeOptions } from "./fake_machine.ts";

const LAVAPIPE = "llvmpipe (LLVM 15.0.6, 256 bits)";
const OLD = "22.3.6-1+deb12u1";
const NEW = "25.0.7-2~bpo12+1";

async function ensure(options: FakeOptions) {
  const machine = new FakeMachine({ adapter: LAVAPIPE, ...options });
  const lines: string[] = [];
  const readiness = await ensureVulkanDriver(machine, (line) => lines.push(line));
  const installs = machine.ran.filter((line) => line.startsWith("apt-get install"));
  return { machine, readiness, installs, text: lines.join("\n") };
}

Deno.test("ensureVulkanDriver() does nothing where a fast adapter is", async () => {
  for (const options of [{ installed: NEW }, { installed: OLD, adapter: "NVIDIA H100" }]) {
    const { machine, readiness, text } = await ensure(options);
    assertEquals([readiness.ready, text], [true, ""]);
    assertEquals(machine.ran.filter((line) => line.startsWith("apt-get")), []);
  }
});

Deno.test("ensureVulkanDriver() adds backports and installs from there on plain Debian 12", async () => {
  const { machine, readiness, installs } = await ensure({ plain: OLD, backport: NEW });
  assertEquals(readiness, { ready: true });
  assertEquals(installs, [
    "apt-get install -y -q --no-install-recommends -t bookworm-backports mesa-vulkan-drivers libvulkan1",
  ]);
  assertStringIncludes(machine.files.get(OWN_SOURCE)!, "URIs: http://mirror.example/debian\n");
});

Deno.test("ensureVulkanDriver() replaces an old software driver and then does nothing", async () => {
  const { machine, installs } = await ensure({ installed: OLD, plain: OLD, backport: NEW });
  assertEquals(installs.length, 1);
  machine.ran.length = 0;
  assertEquals(await ensureVulkanDriver(machine, () => {}), { ready: true });
  assertEquals(machine.ran.filter((line) => line.startsWith("apt-get")), []);
});

Deno.test("ensureVulkanDriver() adds no source where backports are on already", async () => {
  const sources = "Types: deb\nURIs: http://m.example\nSuites: bookworm bookworm-backports\n" +
    "Components: main\n";
  const { machine, installs } = await ensure({ sources, plain: OLD, backport: NEW });
  assertStringIncludes(installs[0], "-t bookworm-backports");
  assertEquals(machine.files.has(OWN_SOURCE), false);
});

Deno.test("ensureVulkanDriver() takes the plain package where it is new enough", async () => {
  const { machine, installs } = await ensure({ plain: NEW });
  assertEquals(installs, [
    "apt-get install -y -q --no-install-recommends mesa-vulkan-drivers libvulkan1",
  ]);
  assertEquals(machine.files.has(OWN_SOURCE), false);
});

Deno.test("ensureVulkanDriver() falls back to the plain package with a warning", async () => {
  const failures: FakeOptions[] = [
    { plain: OLD },
    { plain: OLD, backport: NEW, failing: "install -y -q --no-install-recommends -t" },
  ];
  for (const options of failures) {
    const { machine, readiness, installs, text } = await ensure(options);
    assertEquals(readiness, { ready: true });
    assert(!installs.at(-1)!.includes(" -t "));
    assertStringIncludes(text, "warning: ");
    assertEquals(machine.files.has(OWN_SOURCE), false);
  }
});

Deno.test("ensureVulkanDriver() looks for no backports on Ubuntu", async () => {
  const release = `ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=jammy\n`;
  const { readiness, installs } = await ensure({ release, plain: "23.2.1-1ubuntu3" });
  assertEquals(readiness, { ready: true });
  assert(!installs[0].includes(" -t "));
});

Deno.test("ensureVulkanDriver() says what to install where it may not", async () => {
  const cases: [FakeOptions, hint: string][] = [
    [{ root: false, plain: OLD }, "run this as root"],
    [{ release: "ID=fedora\n" }, "dnf install mesa-vulkan-drivers"],
    [{ os: "darwin", release: "", root: false }, "Metal"],
    [{ os: "windows", release: "", root: false }, "GPU's driver"],
  ];
  for (const [options, hint] of cases) {
    const { readiness, installs } = await ensure(options);
    assert(!readiness.ready);
    assertStringIncludes(readiness.hint, hint);
    assertEquals(installs, []);
  }
});

Deno.test("ensureVulkanDriver() is ready with a note where a slow driver can't be replaced", async () => {
  const { readiness, text } = await ensure({ root: false, installed: OLD });
  assertEquals(readiness, { ready: true });
  assertStringIncludes(text, "several times faster");
});

Deno.test("ensureVulkanDriver() is not ready where apt fails, and says why", async () => {
  const { readiness, text } = await ensure({ plain: OLD, failing: "apt-get install" });
  assertEquals(readiness.ready, false);
  assertStringIncludes(text, "apt-get install failed: E: no route");
});

Deno.test("majorVersion() reads past an epoch", () => {
  assertEquals([NEW, "1:24.1~rc1", "x"].map(majorVersion), [25, 24, NaN]);
});
