import { assert, assertEquals } from "@std/assert";
import { HEAP_FLAG } from "../../serving/deno/v8_flags.ts";
import { serverPermissions } from "../../serving/deno/server_permissions.ts";

const PATH = new URL("../../deploy/tessera.service", import.meta.url).pathname;
const UNIT = await Deno.readTextFile(PATH);
/** Of `systemd-analyze security`, from 0 (safe) to 10. */
const MAX_EXPOSURE = 1.5;

const analyzes = await new Deno.Command("systemd-analyze", { args: ["--version"] }).output()
  .then(({ success }) => success, () => false);

/** A setting; for one that stands more than once, all of them. */
function setting(name: string): string {
  const lines = UNIT.replaceAll("\\\n", " ").split("\n");
  const values = lines.filter((line) => line.startsWith(`${name}=`));
  return values.map((line) => line.slice(name.length + 1)).join(" ");
}

function seconds(name: string): number {
  return Number(new RegExp(`\\b${name}=([\\d.]+)`).exec(setting("Environment"))![1]);
}

Deno.test("deploy/tessera.service has the server's flags, and waits longer than it drains", () => {
  const settings = { HOST: "127.0.0.1", PORT: 0, MODELS: undefined, METRICS: "public" } as const;
  const words = setting("ExecStart").split(/\s+/);
  for (const flag of [HEAP_FLAG, ...serverPermissions(settings, "/opt/tessera")]) {
    assert(words.includes(flag), flag);
  }
  const stops = seconds("DRAIN_SECONDS") + seconds("GRACE_SECONDS");
  assert(Number(setting("TimeoutStopSec")) >= stops + 5);
});

Deno.test({
  name: "deploy/tessera.service is a unit that systemd takes and calls safe" +
    (analyzes ? "" : " (no systemd-analyze)"),
  ignore: !analyzes,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const unit = `${folder}/tessera.service`;
      // The program must be there.
      await Deno.writeTextFile(unit, UNIT.replaceAll("/usr/local/bin/deno", Deno.execPath()));
      assertEquals(await analyze(["verify", "--man=no", unit]), "");
      const told = await analyze(["security", "--offline=true", unit]);
      const exposure = Number(/Overall exposure level[^:]*: ([\d.]+)/.exec(told)![1]);
      assert(exposure <= MAX_EXPOSURE, told);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function analyze(args: string[]): Promise<string> {
  const { stdout, stderr } = await new Deno.Command("systemd-analyze", { args }).output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout) + decoder.decode(stderr);
}
