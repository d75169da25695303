/** Bits of a braille character by row and column of its dots. */
const BRAILLE = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
const BLANK = 0x2800;

const LETTERS = ["a", "b"] as const;
const BOTH = "*";
/** Colours that differ in lightness too: blue and yellow. Where both lie, the terminal's own. */
const COLOURS = ["\x1b[94m", "\x1b[33m"] as const;
const RESET = "\x1b[0m";

/** A canvas of characters for two curves: braille dots in two colours, or letters. */
export class DotCanvas {
  #across: number;
  #down: number;
  /** For each curve and character the dots that are set. */
  #cells: readonly [Uint8Array, Uint8Array];

  constructor(
    private readonly columns: number,
    private readonly rows: number,
    private readonly colour: boolean,
  ) {
    [this.#across, this.#down] = colour ? [columns * 2, rows * 4] : [columns, rows];
    this.#cells = [new Uint8Array(columns * rows), new Uint8Array(columns * rows)];
  }

  /** Joins points by lines. @param points Right and down, in [0, 1]. */
  polyline(curve: 0 | 1, points: readonly (readonly [right: number, down: number])[]): void {
    const dots = points.map(([right, down]) => [
      Math.min(this.#across - 1, Math.floor(right * this.#across)),
      Math.min(this.#down - 1, Math.floor(down * this.#down)),
    ]);
    for (const [i, [x, y]] of dots.entries()) {
      const [fromX, fromY] = dots[Math.max(0, i - 1)];
      const length = Math.max(1, Math.abs(x - fromX), Math.abs(y - fromY));
      for (let t = 0; t <= length; t++) {
        const along = t / length;
        this.#set(
          curve,
          Math.round(fromX + along * (x - fromX)),
          Math.round(fromY + along * (y - fromY)),
        );
      }
    }
  }

  /** A curve's name in its colour or with its letter. */
  sample(curve: 0 | 1, name: string): string {
    return this.colour ? `${COLOURS[curve]}━━ ${name}${RESET}` : `${LETTERS[curve]} ${name}`;
  }

  lines(): string[] {
    return Array.from({ length: this.rows }, (_, row) => {
      let line = "";
      for (let column = 0; column < this.columns; column++) {
        const at = row * this.columns + column;
        line += this.#character(this.#cells[0][at], this.#cells[1][at]);
      }
      return line.trimEnd();
    });
  }

  #set(curve: 0 | 1, x: number, y: number): void {
    const [wide, high] = this.colour ? [2, 4] : [1, 1];
    const at = Math.floor(y / high) * this.columns + Math.floor(x / wide);
    this.#cells[curve][at] |= this.colour ? BRAILLE[y % high][x % wide] : 1;
  }

  #character(a: number, b: number): string {
    if (a === 0 && b === 0) return " ";
    if (!this.colour) return a && b ? BOTH : a ? LETTERS[0] : LETTERS[1];
    const dots = String.fromCharCode(BLANK + (a | b));
    return a && b ? dots : `${COLOURS[a ? 0 : 1]}${dots}${RESET}`;
  }
}
