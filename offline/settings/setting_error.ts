/** A setting that a configuration does not take: one line that names path, rule and value. */
export class SettingError extends Error {
  override readonly name = "SettingError";
  /** Wrong usage. */
  readonly exitCode = 2;

  /** @param hint One line that says what to do. */
  constructor(message: string, readonly hint: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** How a person finds out what there is to set. */
export const SETTINGS_HINT = "`--print-config` shows every setting by its path";

/** A hint that names what may be meant, or where the names stand. */
export function nameHint(near: readonly string[]): string {
  return near.length > 0 ? `did you mean ${near.join(" or ")}?` : SETTINGS_HINT;
}
