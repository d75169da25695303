/** The cells on a straight way from one to another, without the first: a quick pointer skips some. */
export function cellsBetween(from: number, to: number, width: number): number[] {
  const row = Math.floor(from / width), column = from % width;
  const down = Math.floor(to / width) - row, right = to % width - column;
  const steps = Math.max(Math.abs(down), Math.abs(right));
  return Array.from({ length: steps }, (_, i) => {
    const share = (i + 1) / steps;
    return (row + Math.round(down * share)) * width + column + Math.round(right * share);
  });
}
