import type { Address } from "./serve.ts";

/** Source folders that the workers load; the main process's own imports need no permission. */
const SOURCES = ["core", "models", "routes", "serving"];

/**
 * The flags with which the server runs, and nothing else is open to it: one address, the files it
 * serves, the sources of its workers and one environment variable.
 *
 * Where any free port will do, every port of that host is, to listen on the same one again.
 *
 * @param root Folder of the project. @param bundles Folder of the bundles.
 */
export function serverPermissions(
  { host, port }: Address,
  { root, bundles }: { root: string; bundles: string },
): string[] {
  const shown = host.includes(":") ? `[${host}]` : host;
  const folders = [bundles, ...["static", ...SOURCES].map((folder) => `${root}/${folder}`)];
  const escaped = folders.map((folder) => folder.replaceAll(",", ",,"));
  return [
    "--no-prompt",
    `--allow-net=${shown}${port === 0 ? "" : `:${port}`}`,
    `--allow-read=${escaped.join(",")}`,
    "--allow-env=DEFAULT_MODEL",
  ];
}
