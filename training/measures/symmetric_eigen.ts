/** Of a symmetric matrix: the sum over i of `values[i]` times the outer product of vector i with itself. */
export interface Eigen {
  /** `[n]`, in no particular order. */
  readonly values: Float64Array;
  /** `[n, n]`, row i the unit vector of `values[i]`. */
  readonly vectors: Float64Array;
}

/** Share of the sum of squares that may stay outside the diagonal. */
const TOLERANCE = 1e-30;
const SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by the cyclic Jacobi method.
 * @param matrix `[n, n]`, finite and symmetric.
 * @throws {RangeError} If it is of another size or not finite. @throws {Error} If it does not converge.
 * Source: Golub and Van Loan 2013, Matrix Computations, section 8.5.
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  if (matrix.length !== n * n) {
    throw new RangeError(
      `Cannot find eigenvalues: expected ${n} x ${n} values, got ${matrix.length}`,
    );
  }
  const rotated = matrix.slice(), vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const total = matrix.reduce((sum, value) => sum + value ** 2, 0);
  if (!Number.isFinite(total)) {
    throw new RangeError(`Cannot find eigenvalues: expected a finite sum of squares, got ${total}`);
  }
  for (let sweep = 0; outsideDiagonal(rotated, n) > TOLERANCE * total; sweep++) {
    if (sweep === SWEEPS) {
      const left = outsideDiagonal(rotated, n);
      throw new Error(
        `Cannot find eigenvalues: expected a diagonal after ${SWEEPS} sweeps, got ${left} outside it`,
      );
    }
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) rotate({ rotated, vectors, n }, p, q);
    }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => rotated[i * n + i]), vectors };
}

function outsideDiagonal(matrix: Float64Array, n: number): number {
  let sum = 0;
  matrix.forEach((value, at) => at % (n + 1) !== 0 && (sum += value ** 2));
  return sum;
}

/** Turns axes p and q such that the value at (p, q) becomes 0. */
function rotate(
  { rotated, vectors, n }: { rotated: Float64Array; vectors: Float64Array; n: number },
  p: number,
  q: number,
): void {
  const off = rotated[p * n + q];
  if (off === 0) return;
  const theta = (rotated[q * n + q] - rotated[p * n + p]) / (2 * off);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta ** 2 + 1));
  const cosine = 1 / Math.sqrt(tangent ** 2 + 1), sine = tangent * cosine;
  const mix = (values: Float64Array, i: number, j: number) => {
    const first = values[i], second = values[j];
    values[i] = cosine * first - sine * second;
    values[j] = sine * first + cosine * second;
  };
  for (let k = 0; k < n; k++) mix(rotated, k * n + p, k * n + q);
  for (let k = 0; k < n; k++) mix(rotated, p * n + k, q * n + k);
  for (let k = 0; k < n; k++) mix(vectors, p * n + k, q * n + k);
  rotated[p * n + q] = rotated[q * n + p] = 0;
}
