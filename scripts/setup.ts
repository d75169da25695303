import { runCommand } from "../cli/command.ts";
import { CommandError } from "../cli/errors.ts";
import { setUp } from "./setup/set_up.ts";

await runCommand({
  task: "setup",
  summary:
    "Installs system packages for WebGPU, in the tests and in training with --device, and for " +
    "the browser tests, or says what to install. Training on the processor needs none.",
  flags: {},
}, async () => {
  const [missing, ...others] = await setUp(console.log);
  for (const { problem, hint } of others) console.log(`warning: ${problem}\nhint: ${hint}`);
  if (missing) throw new CommandError(missing.problem, missing.hint);
  console.log("all there");
});
