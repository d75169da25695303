/** Sizes of `y[batch][m][n] = Σ k of a[batch][m][k] b[batch][k][n]`, and how the operands are stored. */
export interface MatmulShape {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Whether `a` is stored as `[k, m]`. */
  readonly transposeA: boolean;
  /** Whether `b` is stored as `[n, k]`. */
  readonly transposeB: boolean;
}

/** What a unit computes: a block of `y`, or its sum over a part of k. */
export interface MatmulBlocks {
  /** Of a block, a multiple of 4; the last one may have fewer. */
  readonly rows: number;
  readonly rowBlocks: number;
  /** Of a block, a multiple of 16; the last one may have fewer. */
  readonly columns: number;
  readonly columnBlocks: number;
  /** Steps of k that a tile sums in registers; the last of all may be shorter. */
  readonly depth: number;
  /** Of k, each of `depthsPerPart` times `depth`. */
  readonly parts: number;
  readonly depthsPerPart: number;
}

/** With 128 steps a tile spends 5 % of its time on storing its sums; past them its code leaves the caches. */
const MAX_DEPTH = 128;
const MIN_DEPTH = 64;
/** A block of A, `[192][128]`, and one of y, `[192][192]`, fill a quarter of a second cache of 1 MB. */
const MAX_SIDE = 192;
/** Below these sides a unit spends more than a tenth of its time on packing. */
const MIN_ROWS = 96;
const MIN_COLUMNS = 64;
/** Enough for four threads to finish at about the same time. */
const UNITS = 8;
/** Floating-point operations of the smallest unit worth handing out: about 10 µs. */
const MIN_OPERATIONS = 1 << 20;
/** Steps of k below which adding up the parts costs more than 1 %. */
const MIN_PART = 256;

/** Cuts a product into units. A function of the shape alone, as the order of the sums depends on it. */
export function matmulBlocks({ batch, m, n, k }: MatmulShape): MatmulBlocks {
  const units = Math.min(UNITS, Math.ceil(batch * m * n * k * 2 / MIN_OPERATIONS));
  const blocks = { rows: Math.ceil(m / MAX_SIDE), columns: Math.ceil(n / MAX_SIDE) };
  const missing = () => Math.ceil(units / (batch * blocks.rows * blocks.columns));
  blocks.columns *= Math.max(1, Math.min(missing(), Math.floor(n / blocks.columns / MIN_COLUMNS)));
  blocks.rows *= Math.max(1, Math.min(missing(), Math.floor(m / blocks.rows / MIN_ROWS)));
  if (blocks.rows > 4) blocks.rows = roundUp(blocks.rows, 4); // Even shares for two and four threads.
  const rows = roundUp(Math.ceil(m / blocks.rows), 4);
  const columns = roundUp(Math.ceil(n / blocks.columns), 16);
  const depth = depthOf(k);
  const depths = Math.ceil(k / depth);
  const wanted = Math.max(1, Math.min(missing(), Math.floor(k / MIN_PART)));
  const depthsPerPart = Math.ceil(depths / wanted);
  return {
    rows,
    rowBlocks: Math.ceil(m / rows),
    columns,
    columnBlocks: Math.ceil(n / columns),
    depth,
    parts: Math.ceil(depths / depthsPerPart),
    depthsPerPart,
  };
}

/** The longest that divides k, so that one tile function is enough; else the longest. */
function depthOf(k: number): number {
  for (let depth = Math.min(k, MAX_DEPTH); depth >= MIN_DEPTH; depth--) {
    if (k % depth === 0) return depth;
  }
  return Math.min(k, MAX_DEPTH);
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
