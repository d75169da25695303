import { assert, assertEquals } from "@std/assert";
import { repositoryRoot } from "../../../cli/repository_root.ts";

interface LockFile {
  readonly npm: Readonly<Record<string, { integrity: string }>>;
}

async function readLock(name: string): Promise<LockFile> {
  return JSON.parse(await Deno.readTextFile(`${repositoryRoot()}/${name}`));
}

/** Packages that only tests, builds and benchmarks use: those of `vendor`. */
const DEV_ONLY = /^(?:@?esbuild|assemblyscript|axe-core|onnxruntime-|playwright)/;

Deno.test("deno.lock holds no package of vendor, which a server would download", async () => {
  const { npm } = await readLock("deno.lock");
  const names = Object.keys(npm);
  assert(names.some((name) => name.startsWith("hono@")), names.join());
  // Put there by `deno test` or `deno run` without --lock=deno.dev.lock: `git checkout deno.lock`.
  assertEquals(names.filter((name) => DEV_ONLY.test(name)), []);
});

Deno.test("deno.dev.lock holds what deno.lock holds, and the packages of vendor", async () => {
  const [{ npm }, dev] = await Promise.all([readLock("deno.lock"), readLock("deno.dev.lock")]);
  for (const [name, { integrity }] of Object.entries(npm)) {
    assertEquals(dev.npm[name]?.integrity, integrity, name);
  }
  assert("onnxruntime-node@1.29.0" in dev.npm && "onnxruntime-web@1.29.0" in dev.npm);
});

for (
  const [folder, names] of [
    ["openapi", ["@redocly/cli", "@stoplight/spectral-core", "openapi-fetch"]],
    ["npm_checks", ["@arethetypeswrong/core", "publint"]],
  ] as const
) {
  Deno.test(`deno.dev.lock holds no package of vendor/${folder}, which tests can do without`, async () => {
    const [{ npm }, own] = await Promise.all([
      readLock("deno.dev.lock"),
      readLock(`vendor/${folder}/${folder}.lock`),
    ]);
    for (const name of names) {
      assert(Object.keys(own.npm).some((id) => id.startsWith(`${name}@`)), name);
      assertEquals(Object.keys(npm).filter((id) => id.startsWith(`${name}@`)), []);
    }
  });
}
