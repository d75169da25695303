/** A label of digits is an index where no class has it as its name. */
const WHOLE = /^\d+$/;

/**
 * The class that a label means, the same rule for every way to give one: a number is an index; a text is first the name
 * of a class, exactly as the model has it, and where no class has that name and it is a whole number, an index.
 *
 * @returns An index in `[0, names.length)`; undefined if the model has no such class.
 */
export function classIndex(label: number | string, names: readonly string[]): number | undefined {
  const named = typeof label === "string" ? names.indexOf(label) : -1;
  if (named >= 0) return named;
  const index = typeof label === "number" || WHOLE.test(label) ? Number(label) : -1;
  return Number.isInteger(index) && index >= 0 && index < names.length ? index : undefined;
}

/** The shortest text that {@link classIndex} takes for the class: its index, or its name where another has that name. */
export function classText(index: number, names: readonly string[]): string {
  const text = String(index);
  return classIndex(text, names) === index ? text : names[index];
}
