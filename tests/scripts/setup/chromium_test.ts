import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ensureChromium, findChromium } from "../../../scripts/setup/chromium.ts";
import { FakeMachine, type FakeOptions } from "./fake_machine.ts";

const DEBIAN = "/usr/bin/chromium";
const UBUNTU = `ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=jammy\n`;

async function ensure(options: FakeOptions) {
  const machine = new FakeMachine(options);
  const lines: string[] = [];
  const readiness = await ensureChromium(machine, (line) => lines.push(line));
  const apt = machine.ran.filter((line) => line.startsWith("apt-get"));
  return { readiness, apt, text: lines.join("\n") };
}

Deno.test("ensureChromium() does and prints nothing where a Chromium or Chrome is", async () => {
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  for (
    const options of [
      { chromium: DEBIAN },
      { chromium: "/usr/bin/google-chrome-stable" },
      { chromium: mac, os: "darwin" },
      { chromium: "/opt/c", env: { CHROMIUM: "/opt/c" } },
    ]
  ) {
    assertEquals(await ensure(options), { readiness: { ready: true }, apt: [], text: "" });
  }
});

Deno.test("ensureChromium() installs Debian's package as root", async () => {
  const { readiness, apt } = await ensure({ chromiumFromApt: DEBIAN });
  assertEquals(readiness, { ready: true });
  assertEquals(apt, [
    "apt-get update -q",
    "apt-get install -y -q --no-install-recommends chromium",
  ]);
});

Deno.test("ensureChromium() says what to install where it may not or cannot", async () => {
  const cases: [FakeOptions, hint: string][] = [
    [{ root: false }, "run this as root, or as root `apt-get install chromium`"],
    [{ release: UBUNTU }, "install Chromium or Chrome"],
    [{ release: "ID=fedora\n" }, "install Chromium or Chrome"],
    [{ os: "windows", release: "", root: false }, "install Chromium or Chrome"],
    [{ env: { CHROMIUM: "/opt/none" }, chromium: DEBIAN }, `CHROMIUM names "/opt/none"`],
  ];
  for (const [options, hint] of cases) {
    const { readiness, apt } = await ensure(options);
    assert(!readiness.ready);
    assertStringIncludes(readiness.hint, hint);
    assertEquals(apt, []);
  }
});

Deno.test("ensureChromium() is not ready where apt fails, and says why", async () => {
  const { readiness, text } = await ensure({ failing: "apt-get install" });
  assertEquals(readiness.ready, false);
  assertStringIncludes(text, "apt-get install failed: E: no route");
});

Deno.test("findChromium() takes the program that the environment names, and no other", async () => {
  const env = { CHROMIUM: "/opt/c" };
  assertEquals(await findChromium(new FakeMachine({ env, chromium: "/opt/c" })), "/opt/c");
  assertEquals(await findChromium(new FakeMachine({ env, chromium: DEBIAN })), undefined);
});
