import { runCommand } from "../cli/command.ts";
import { writeAtomically } from "../offline/files/atomic_write.ts";
import { repositoryRoot } from "../cli/repository_root.ts";
import { compileKernels, KERNELS } from "./kernels/compile_kernels.ts";

await runCommand({
  task: "kernels",
  summary: "Builds the WebAssembly kernels of executors/wasm from their AssemblyScript sources.",
  flags: {},
}, async () => {
  const root = repositoryRoot();
  const binary = await compileKernels(root);
  await writeAtomically(`${root}/${KERNELS.binary}`, binary);
  console.log(`${KERNELS.binary}: ${binary.length} bytes`);
});
