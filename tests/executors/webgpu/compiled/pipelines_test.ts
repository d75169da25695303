import { assertEquals, assertMatch, assertRejects, assertStrictEquals } from "@std/assert";
import type { Dispatch } from "../../../../executors/webgpu/kernels/kernel.ts";
import { makePipelines, ShaderError } from "../../../../executors/webgpu/compiled/pipelines.ts";
import { gpuTest } from "../../../support/adapter.ts";

function dispatchOf(code: string, constants?: Record<string, number>): Dispatch {
  const kernel = { name: "halve", code, entryPoint: "halve", constants };
  return { kernel, bindings: [], workgroups: [1, 1, 1] };
}

const HEAD =
  "@group(0) @binding(0) var<storage, read> x: array<f32>;\n@compute @workgroup_size(1)\n";

const WRONG: readonly [what: string, code: string, message: RegExp][] = [
  [
    "does not parse",
    `${HEAD}fn halve() {\n  let y = ;\n}`,
    /^Cannot compile shader "halve": line 4: .*expected expression/,
  ],
  [
    "has a wrong type",
    `${HEAD}fn halve() {\n  let y: u32 = 1.5f;\n}`,
    /^Cannot compile shader "halve": line 4: .*`y` is expected to be `u32`/,
  ],
  [
    "writes what it may only read",
    `${HEAD}fn halve() {\n  x[0] = 1.0;\n}`,
    /^Cannot compile shader "halve": line \d: .*store/,
  ],
  [
    "lacks its entry point",
    `${HEAD}fn double() {}`,
    /^Cannot compile shader "halve": .*entry point 'halve'/,
  ],
];

for (const [what, code, message] of WRONG) {
  gpuTest(`makePipelines() names shader, line and message where WGSL ${what}`, async (device) => {
    const error = await assertRejects(() => makePipelines(device, [dispatchOf(code)]), ShaderError);
    assertMatch(error.message, message);
    assertEquals(error.message.includes("\n"), false);
    assertEquals(error.shader, "halve");
  });
}

gpuTest("makePipelines() makes a pipeline once for each code and constants", async (device) => {
  const code = "override N: u32;\n@compute @workgroup_size(N)\nfn halve() {}";
  const two = dispatchOf(code, { N: 2 });
  const [a, b, c] = await makePipelines(device, [two, dispatchOf(code, { N: 4 }), { ...two }]);
  assertStrictEquals(a, c);
  assertEquals(a === b, false);
  assertStrictEquals((await makePipelines(device, [two]))[0], a);
});
