/** A folder without a bundle. */
export class NoBundleError extends Error {
  override readonly name = "NoBundleError";
  readonly hint = "`deno task train` makes a bundle, and `--models DIR` serves another folder";

  constructor(folder: string, state: string) {
    super(`Cannot serve: expected ${folder} to hold a bundle, got ${state}`);
  }
}
