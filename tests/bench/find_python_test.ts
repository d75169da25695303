import { assertEquals } from "@std/assert";
import { findPython, peerEnvironment } from "../../bench/find_python.ts";

/** A program that stands in for a Python. */
async function program(folder: string, name: string, script: string): Promise<string> {
  const path = `${folder}/${name}`;
  await Deno.writeTextFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

Deno.test({
  name: "findPython() takes the first program that can import torch",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const without = await program(folder, "without", "exit 1");
      const having = await program(folder, "having", '[ "$2" = "import torch" ]');
      assertEquals(await findPython([`${folder}/none`, without, having]), having);
      assertEquals(await findPython([`${folder}/none`, without]), undefined);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("peerEnvironment() leaves OpenBLAS its own choice of kernels", () => {
  const given = { PATH: "/bin", OPENBLAS_CORETYPE: "Prescott" };
  assertEquals(peerEnvironment(given), { PATH: "/bin", NO_COLOR: "1" });
});
