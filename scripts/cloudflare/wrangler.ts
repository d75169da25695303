const WRANGLER = "npm:wrangler@4.164.0";
/** Its own, so that what only deployments need is not in the project's. */
const LOCK = "scripts/cloudflare/wrangler.lock";

/**
 * Starts wrangler under Deno, in the repository: it needs a newer Node than a machine may have. What
 * it may reach is what it needs: no telemetry, no prompts, no detection of its environment.
 */
export function wrangler(
  root: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "stdout" | "stderr"> = {},
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-all",
      "--quiet",
      "--no-config",
      `--lock=${LOCK}`,
      "--frozen",
      WRANGLER,
      ...args,
    ],
    cwd: root,
    env: { CI: "1", WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" },
    stdin: "null",
    ...options,
  }).spawn();
}

/**
 * Puts the packages that the Worker imports into `node_modules`, where wrangler's bundler looks.
 *
 * @throws {Error} If they cannot be had.
 */
export async function installPackages(root: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", "--no-check", "--node-modules-dir=auto", "worker.ts"],
    cwd: root,
    stderr: "piped",
  }).output();
  if (success) return;
  const reason = new TextDecoder().decode(stderr).trim().split("\n").at(-1);
  throw new Error(`Cannot install the packages of the Worker: ${reason}`);
}

/** Runs wrangler to its end. @throws {Error} With the last thing it said, if it failed. */
export async function runWrangler(root: string, args: readonly string[]): Promise<void> {
  const child = wrangler(root, args, { stdout: "piped", stderr: "piped" });
  const { success, stdout, stderr } = await child.output();
  if (success) return;
  const decoder = new TextDecoder();
  const said = (decoder.decode(stdout) + decoder.decode(stderr)).trim();
  const reason = said.split("\n").find((line) => line.includes("ERROR")) ?? said;
  throw new Error(`Cannot run wrangler ${args[0]}: ${reason}`);
}
