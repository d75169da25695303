import { assertEquals, assertRejects } from "@std/assert";
import { CommandError } from "../../../cli/errors.ts";
import {
  listUpload,
  readDeployConfig,
  servedModules,
  sizeOf,
} from "../../../scripts/deploy/deno_upload.ts";

const DEPLOY = { runtime: { entrypoint: "main.ts" }, include: ["main.ts", "serving"] };

/** Runs a test on a project of three modules. */
async function withProject(test: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${root}/serving`);
    await Deno.writeTextFile(`${root}/deno.json`, JSON.stringify({ deploy: DEPLOY }));
    await Deno.writeTextFile(`${root}/main.ts`, `import "./serving/other.ts";`);
    await Deno.writeTextFile(`${root}/serving/other.ts`, "");
    await Deno.writeTextFile(`${root}/serving/inference_worker.ts`, "");
    await Deno.writeTextFile(`${root}/serving/.secret`, "secret");
    await Deno.symlink(`${root}/deno.json`, `${root}/serving/link.json`);
    await test(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("listUpload() lists the files that are included, without hidden ones and links", async () => {
  await withProject(async (root) => {
    const upload = await listUpload(root, (await readDeployConfig(root)).include);
    assertEquals([...upload.keys()].sort(), [
      ...["main.ts", "serving/inference_worker.ts", "serving/other.ts"],
    ]);
    assertEquals(sizeOf(upload), 28);
  });
});

Deno.test("readDeployConfig() refuses an unstable feature", async () => {
  await withProject(async (root) => {
    const config = { deploy: DEPLOY, unstable: ["kv"] };
    await Deno.writeTextFile(`${root}/deno.json`, JSON.stringify(config));
    await assertRejects(() => readDeployConfig(root), CommandError, "got kv");
  });
});

Deno.test("servedModules() are those of the entry point and of its workers", async () => {
  await withProject(async (root) => {
    const upload = await listUpload(root, DEPLOY.include);
    const modules = await servedModules(root, { entrypoint: "main.ts", upload, seconds: 60 });
    assertEquals(modules.sort(), [...upload.keys()].sort());
  });
});

for (
  const [what, source, reason] of [
    ["that is not uploaded", `import "../deno.json" with { type: "json" };`, "be in the upload"],
    ["that is not there", `import "./none.ts";`, "to load"],
  ]
) {
  Deno.test(`servedModules() refuses a module ${what}`, async () => {
    await withProject(async (root) => {
      await Deno.writeTextFile(`${root}/serving/other.ts`, source);
      const upload = await listUpload(root, DEPLOY.include);
      const list = () => servedModules(root, { entrypoint: "main.ts", upload, seconds: 60 });
      await assertRejects(list, CommandError, reason);
    });
  });
}
