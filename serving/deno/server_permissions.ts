import { SETTING_NAMES, type Settings } from "../settings.ts";
import { bundlePaths, realPathOf } from "./real_path.ts";

/** Source folders loaded by workers; the main process's imports need no permission. */
const SOURCES = ["core", "executors", "generation", "routes", "serving"];

/**
 * The server's permission flags, the least it needs: its addresses, the files it serves, the sources of its workers and
 * the environment variables of its settings.
 *
 * A folder behind a link is permitted under both paths; so is each bundle that is a link.
 *
 * With port 0, every port of the host is permitted, so that it can listen on the same one again.
 *
 * @param root Folder of the project; its `static/models` is the default for MODELS.
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
