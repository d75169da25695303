/** The sides of a grid, in cells. */
export interface Sides {
  readonly height: number;
  readonly width: number;
}

/**
 * Where a key leads in a grid, as the ARIA practices say: arrows a cell, Home and End to the ends of the
 * row, with Control to those of the grid, Page Up and Page Down to those of the column.
 * @returns Nothing if the key leads nowhere.
 * Source: https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 */
export function nextCell(
  position: number,
  { key, ctrlKey }: { key: string; ctrlKey: boolean },
  { height, width }: Sides,
): number | undefined {
  const row = Math.floor(position / width), column = position % width;
  const at = (r: number, c: number) =>
    Math.max(0, Math.min(height - 1, r)) * width + Math.max(0, Math.min(width - 1, c));
  switch (key) {
    case "ArrowLeft":
      return at(row, column - 1);
    case "ArrowRight":
      return at(row, column + 1);
    case "ArrowUp":
      return at(row - 1, column);
    case "ArrowDown":
      return at(row + 1, column);
    case "Home":
      return ctrlKey ? at(0, 0) : at(row, 0);
    case "End":
      return ctrlKey ? at(height - 1, width - 1) : at(row, width - 1);
    case "PageUp":
      return at(0, column);
    case "PageDown":
      return at(height - 1, column);
  }
}
