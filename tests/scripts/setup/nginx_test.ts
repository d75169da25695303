import { assertEquals } from "@std/assert";
import { ensureNginx } from "../../../scripts/setup/nginx.ts";
import { FakeMachine, type FakeOptions } from "./fake_machine.ts";

const NONE = "nginx -v";
const CONTAINER = "test -d /run/systemd/system";

/** What apt did. The rest of the tests go on without an nginx. */
async function aptOf(options: FakeOptions): Promise<string[]> {
  const machine = new FakeMachine(options);
  assertEquals(await ensureNginx(machine, () => {}), { ready: true });
  return machine.ran.filter((line) => line.startsWith("apt-get"));
}

Deno.test("ensureNginx() installs Debian's package in a container", async () => {
  assertEquals(await aptOf({ failing: [NONE, CONTAINER] }), [
    "apt-get update -q",
    "apt-get install -y -q --no-install-recommends nginx-light",
  ]);
});

Deno.test("ensureNginx() installs nothing where it is there, would be started, or may not", async () => {
  const cases: FakeOptions[] = [
    {},
    { failing: NONE },
    { failing: [NONE, CONTAINER], root: false },
    { failing: [NONE, CONTAINER], release: "ID=fedora\n" },
  ];
  for (const options of cases) assertEquals(await aptOf(options), []);
});
