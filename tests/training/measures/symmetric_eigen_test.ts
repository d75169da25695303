import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Random } from "../../../core/random/random.ts";
import { symmetricEigen } from "../../../training/measures/symmetric_eigen.ts";

Deno.test("symmetricEigen() finds the eigenvalues 1 and 3 of a matrix of two", () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
  const [low, high] = values[0] < values[1] ? [0, 1] : [1, 0];
  assertAlmostEquals(values[low], 1, 1e-14);
  assertAlmostEquals(values[high], 3, 1e-14);
  const half = Math.SQRT1_2;
  assertAlmostEquals(vectors[low * 2] * vectors[low * 2 + 1], -half * half, 1e-14);
  assertAlmostEquals(vectors[high * 2] * vectors[high * 2 + 1], half * half, 1e-14);
});

Deno.test("symmetricEigen() takes a diagonal as it is, zeros and negative values too", () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(-2, 0, 0, 0, 0, 0, 0, 0, 5), 3);
  assertEquals(values, Float64Array.of(-2, 0, 5));
  assertEquals(vectors, Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1));
});

Deno.test("symmetricEigen() gives orthonormal vectors that make up the matrix, of lower rank too", () => {
  const n = 37, rank = 30, random = new Random(1);
  const factors = Float64Array.from({ length: rank * n }, () => random.normal());
  const matrix = Float64Array.from({ length: n * n }, (_, at) => {
    const i = Math.floor(at / n), j = at % n;
    let sum = 0;
    for (let k = 0; k < rank; k++) sum += factors[k * n + i] * factors[k * n + j];
    return sum;
  });
  const { values, vectors } = symmetricEigen(matrix, n);
  assertEquals(values.filter((value) => Math.abs(value) < 1e-9).length, n - rank);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let made = 0, product = 0;
      for (let k = 0; k < n; k++) {
        made += values[k] * vectors[k * n + i] * vectors[k * n + j];
        product += vectors[i * n + k] * vectors[j * n + k];
      }
      assertAlmostEquals(made, matrix[i * n + j], 1e-11); // Rounding of values up to about 100.
      assertAlmostEquals(product, i === j ? 1 : 0, 1e-13);
    }
  }
});

Deno.test("symmetricEigen() refuses another size, and NaN", () => {
  assertThrows(
    () => symmetricEigen(new Float64Array(5), 2),
    RangeError,
    "Cannot find eigenvalues: expected 2 x 2 values, got 5",
  );
  assertThrows(
    () => symmetricEigen(Float64Array.of(1, NaN, NaN, 1), 2),
    RangeError,
    "Cannot find eigenvalues: expected a finite sum of squares, got NaN",
  );
});
