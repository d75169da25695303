/** The folder for caches: `XDG_CACHE_HOME/tessera`, else `~/.cache/tessera`. */
export function cacheDirectory(): string {
  const home = Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE") ?? ".";
  return `${Deno.env.get("XDG_CACHE_HOME") || `${home}/.cache`}/tessera`;
}
