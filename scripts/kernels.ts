import { runCommand } from "../cli/command.ts";
import { writeAtomically } from "../engine/files/atomic_write.ts";
import { repositoryRoot } from "./cli/repository_root.ts";
import { compileKernels, KERNELS } from "./kernels/compile_kernels.ts";

await runCommand({
  task: "kernels",
  summary: "Builds the WebAssembly kernels of core/edge from their AssemblyScript sources.",
  flags: {},
}, async () => {
  const root = repositoryRoot();
  const binary = await compileKernels(root);
  await writeAtomically(`${root}/${KERNELS.binary}`, binary);
  console.log(`${KERNELS.binary}: ${binary.length} bytes`);
});
