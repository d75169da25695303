/** The folder that holds `deno.json`, without a slash at the end: tasks work from any folder. */
export function repositoryRoot(): string {
  return Deno.realPathSync(`${import.meta.dirname}/..`);
}
