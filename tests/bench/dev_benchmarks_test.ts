import { assertEquals, assertStringIncludes } from "@std/assert";

const MODULE = import.meta.resolve("../../bench/dev_benchmarks.ts");
const EFFORT = { minRuns: 1, maxRuns: 1, budget: 1, runLength: 1 };

Deno.test("devBenchmarks() names on stderr what cannot be measured", async () => {
  const code = `
    import { devBenchmarks } from "${MODULE}";
    const [sampler] = devBenchmarks("/no/such/bundle");
    const results = await sampler.run({ effort: ${JSON.stringify(EFFORT)} });
    console.log(results.length);
  `;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", code],
    env: { NO_COLOR: "1" },
  }).output();
  const [output, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assertEquals([success, output.trim()], [true, "0"], errors);
  const name = "generate, bundle: codes, naive sampler, ONNX Runtime native";
  assertStringIncludes(errors, `not measured: ${name}: error: `);
});
