/** A bundle that cannot be served: names the file and what is wrong with it. */
export class BundleError extends Error {
  constructor(
    readonly bundle: string,
    readonly file: string,
    reason: { readonly rule: string; readonly state: string; readonly cause?: unknown },
  ) {
    const { rule, state, cause } = reason;
    super(`Cannot load bundle ${bundle || "(no id)"} as ${file} ${rule}: ${state}`, { cause });
    this.name = "BundleError";
  }
}
