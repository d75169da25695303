/** The folder of `deno.json`, without a trailing slash, so that tasks work from any folder. */
export function repositoryRoot(): string {
  return Deno.realPathSync(`${import.meta.dirname}/..`);
}
