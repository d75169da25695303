/** A number in four significant digits: `1.724`, `0.00337`, `14000`, `8e-5`. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  return String(Number(value.toPrecision(4)));
}
