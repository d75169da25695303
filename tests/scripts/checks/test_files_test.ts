import { assertEquals } from "@std/assert";
import { repositoryRoot } from "../../../cli/repository_root.ts";
import { sortTestFiles, TOOL_TESTS } from "../../../scripts/checks/test_files.ts";

const FILES: Record<string, string> = {
  "tests/support/adapter.ts": "",
  "tests/support/run_compiled.ts": `import { gpuTest } from "./adapter.ts";`,
  "tests/support/adapter_test.ts": `const path = "./other.ts";`,
  "tests/core/a_test.ts": `import "../../core/a.ts";`,
  "tests/executors/webgpu/kernels/norm_test.ts":
    `import { gpuTest } from "../../../support/adapter.ts";`,
  "tests/executors/webgpu/compiled/parity_test.ts":
    `import { run } from "../../../support/run_compiled.ts";`,
  "tests/golden/codes_test.ts": "",
  "tests/routes/openapi/lint_test.ts": "",
  "tests/server/main_test.ts": "",
  "tests/workerd/worker_test.ts": "",
  "tests/browser/page_test.ts": "",
};

Deno.test("sortTestFiles() separates unit, tool, golden, GPU, server, workerd and browser tests", async () => {
  const root = await Deno.makeTempDir();
  try {
    for (const [path, source] of Object.entries(FILES)) {
      await Deno.mkdir(`${root}/${path.slice(0, path.lastIndexOf("/"))}`, { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, source);
    }
    assertEquals(await sortTestFiles(root), {
      unit: ["tests/core/a_test.ts", "tests/support/adapter_test.ts"],
      tools: ["tests/routes/openapi/lint_test.ts"],
      golden: ["tests/golden/codes_test.ts"],
      gpu: [
        "tests/executors/webgpu/compiled/parity_test.ts",
        "tests/executors/webgpu/kernels/norm_test.ts",
      ],
      server: ["tests/server/main_test.ts"],
      workerd: ["tests/workerd/worker_test.ts"],
      browser: ["tests/browser/page_test.ts"],
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("TOOL_TESTS are files of the repository", async () => {
  for (const path of TOOL_TESTS) await Deno.stat(`${repositoryRoot()}/${path}`);
});
