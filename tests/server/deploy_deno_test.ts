import { assertEquals, assertStringIncludes } from "@std/assert";

const SCRIPT = new URL("../../scripts/deploy_deno.ts", import.meta.url).pathname;

Deno.test("deploy:deno --dry-run serves what would be sent, and nothing else, without a flag", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", SCRIPT, "--dry-run"],
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  const told = decoder.decode(stdout);
  assertStringIncludes(told, `serves    with Deno ${Deno.version.deno}`);
  // The line after that is about the platform's Deno, for which npm is needed.
  assertEquals(told.trim().split("\n").length, 5);
});
