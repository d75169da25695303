import { assertEquals, assertStringIncludes } from "@std/assert";

const ADAPTER = import.meta.resolve("./adapter.ts");

// The Vulkan back end with no driver to load: a machine without an adapter.
const NO_ADAPTER = {
  DENO_WEBGPU_BACKEND: "vulkan",
  VK_DRIVER_FILES: "/none",
  VK_ICD_FILENAMES: "/none",
  NO_COLOR: "1",
};

async function runGpuTests(
  body: string,
  env: Record<string, string>,
): Promise<{ code: number; output: string }> {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(
    `${folder}/gpu_test.ts`,
    `import { gpuTest } from "${ADAPTER}"; gpuTest("kernel() computes", (device) => { ${body} });`,
  );
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--allow-all", "--no-check", folder],
    env: { CI: "", ...env },
  }).output().finally(() => Deno.remove(folder, { recursive: true }));
  return { code, output: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("gpuTest() is skipped by name where there is no adapter", async () => {
  const { code, output } = await runGpuTests("", NO_ADAPTER);
  assertStringIncludes(output, "kernel() computes (no adapter) ... ignored");
  assertEquals(code, 0);
});

Deno.test("gpuTest() fails where there is no adapter and CI=true", async () => {
  const { code, output } = await runGpuTests("", { ...NO_ADAPTER, CI: "true" });
  assertStringIncludes(output, "Cannot run GPU tests: expected CI to have a WebGPU adapter");
  assertEquals(code, 1);
});
