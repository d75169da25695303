/** The most of a state that an error quotes: a file may hold anything. */
const MAX_STATE = 80;

/** A graph file that is refused: names the place in it, the rule and what breaks it. */
export class GraphFileError extends SyntaxError {
  /** Names the place. @param where Such as `tensor 12 (conv2d)`. */
  constructor(
    readonly where: string,
    readonly rule: string,
    readonly state: string,
    options?: ErrorOptions,
  ) {
    super(`Cannot read ${where}: expected ${rule}, got ${cut(state)}`);
    this.name = "GraphFileError";
    if (options?.cause !== undefined) this.cause = options.cause;
  }
}

/** A value as an error quotes it. */
export function quoted(value: unknown): string {
  if (value === undefined) return "none";
  if (Array.isArray(value) && value.length > MAX_STATE) return `a list of ${value.length}`;
  return JSON.stringify(value);
}

function cut(text: string): string {
  return text.length > MAX_STATE ? `${text.slice(0, MAX_STATE)}…` : text;
}
