/** The most of a state that is said: a file may hold anything. */
const MAX_STATE = 300;

/**
 * A bundle that cannot be served: names the file and what is wrong with it, in one line.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { BundleError, loadBundle } from "@tessera/tessera";
 *
 * const nothing = () => Promise.reject(new Deno.errors.NotFound("no such file"));
 * await assertRejects(() => loadBundle(nothing), BundleError, "manifest.json");
 * ```
 */
export class BundleError extends Error {
  /** Names what is wrong. @param bundle Its id. @param file Its file that is wrong. */
  constructor(
    readonly bundle: string,
    readonly file: string,
    reason: { readonly rule: string; readonly state: string; readonly cause?: unknown },
  ) {
    const { rule, state, cause } = reason;
    const line = oneLine(state);
    super(`Cannot load bundle ${bundle || "(no id)"}: expected ${file} ${rule}, got ${line}`, {
      cause,
    });
    this.name = "BundleError";
  }
}

/** Text with its control characters escaped, cut where it is long. */
function oneLine(text: string): string {
  const cut = text.length > MAX_STATE ? `${text.slice(0, MAX_STATE)}…` : text;
  return cut.replace(
    /[\p{Cc}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
