/** Digits that hold any code below `size` in base 36. */
function digits(size: number): number {
  return Math.max(1, (size - 1).toString(36).length);
}

/** Codes as letters and digits, as many for each, for an address. @param size K. */
export function codesText(codes: readonly number[], size: number): string {
  const width = digits(size);
  return codes.map((code) => code.toString(36).padStart(width, "0")).join("");
}

/**
 * The codes of {@link codesText}.
 * @returns Nothing if the text doesn't hold `count` codes below `size`.
 */
export function codesOfText(
  text: string,
  { count, size }: { count: number; size: number },
): number[] | undefined {
  const width = digits(size);
  if (text.length !== count * width || !/^[0-9a-z]*$/.test(text)) return undefined;
  const codes = Array.from(
    { length: count },
    (_, i) => parseInt(text.slice(i * width, (i + 1) * width), 36),
  );
  return codes.every((code) => code < size) ? codes : undefined;
}

/** Positions as hexadecimal digits of four positions each, the first the highest bit. */
export function positionsText(positions: ReadonlySet<number>, count: number): string {
  let text = "";
  for (let first = 0; first < count; first += 4) {
    const bits = [0, 1, 2, 3].map((i) => positions.has(first + i) ? 8 >> i : 0);
    text += bits.reduce((sum, bit) => sum + bit, 0).toString(16);
  }
  return text;
}

/** The positions of {@link positionsText}. @returns Nothing if the text isn't of `count` positions. */
export function positionsOfText(text: string, count: number): Set<number> | undefined {
  if (text.length !== Math.ceil(count / 4) || !/^[0-9a-f]*$/.test(text)) return undefined;
  const positions = new Set<number>();
  for (let position = 0; position < count; position++) {
    if (parseInt(text[position >> 2], 16) & (8 >> (position & 3))) positions.add(position);
  }
  return positions;
}
