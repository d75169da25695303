import { SETTING_NAMES, type Settings } from "../settings.ts";
import { bundlePaths, realPathOf } from "./real_path.ts";

/** Source folders that the workers load; the main process's own imports need no permission. */
const SOURCES = ["core", "executors", "generation", "models", "routes", "serving"];

/**
 * The flags with which the server runs, and nothing else is open to it: its addresses, the files it
 * serves, the sources of its workers and the environment variables of its settings.
 *
 * A folder behind a link is open under both of its paths; so is each bundle that is a link.
 *
 * Where any free port will do, every port of that host is, to listen on the same one again.
 *
 * @param root Folder of the project, whose `static/models` is served where MODELS names no other.
 */
export function serverPermissions(
  { HOST, PORT, MODELS, METRICS }: Pick<Settings, "HOST" | "PORT" | "MODELS" | "METRICS">,
  root: string,
): string[] {
  const addresses = [netAddress(HOST, PORT)];
  if (typeof METRICS === "object") addresses.push(netAddress(METRICS.host, METRICS.port));
  const bundles = MODELS ?? `${root}/static/models`;
  const own = ["static", ...SOURCES].map((folder) => `${root}/${folder}`);
  const folders = new Set([...bundlePaths(bundles), ...own, ...own.map(realPathOf)]);
  const escaped = Array.from(folders, (folder) => folder.replaceAll(",", ",,"));
  return [
    "--no-prompt",
    `--allow-net=${addresses.join(",")}`,
    `--allow-read=${escaped.join(",")}`,
    `--allow-env=${SETTING_NAMES.join(",")}`,
  ];
}

function netAddress(host: string, port: number): string {
  const shown = host.includes(":") ? `[${host}]` : host;
  return port === 0 ? shown : `${shown}:${port}`;
}
