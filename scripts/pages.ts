import { runCommand } from "../cli/command.ts";
import { writeAtomically } from "../offline/files/atomic_write.ts";
import { repositoryRoot } from "../cli/repository_root.ts";
import { buildPrograms } from "./pages/build_programs.ts";
import { copyRuntime } from "./pages/copy_runtime.ts";
import { PROGRAMS } from "./pages/programs.ts";

await runCommand({
  task: "pages",
  summary: "Builds the programs of pages from web/, the kernels and ONNX Runtime Web.",
  flags: {},
}, async () => {
  const root = repositoryRoot();
  const programs = await buildPrograms(root, PROGRAMS);
  for (const [path, bytes] of [...programs, ...await copyRuntime(root)]) {
    await Deno.mkdir(`${root}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await writeAtomically(`${root}/${path}`, bytes);
    console.log(`${path}: ${bytes.length} bytes`);
  }
});
