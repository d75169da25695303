import { assertAlmostEquals, assertEquals, assertLess, assertThrows } from "@std/assert";
import { Random } from "../../../core/random/random.ts";
import { frechetDistance, gaussianOf } from "../../../training/measures/frechet_distance.ts";

const WIDTH = 6;

function diagonal(...variances: number[]): Float64Array {
  const n = variances.length;
  return Float64Array.from(
    { length: n * n },
    (_, at) => at % (n + 1) === 0 ? variances[at / (n + 1)] : 0,
  );
}

/** Correlated points, every last coordinate of which is 0, as that of an activation that never fires. */
function points(count: number, seed: number) {
  const random = new Random(seed);
  const values = new Float32Array(count * WIDTH);
  for (let point = 0; point < count; point++) {
    const common = random.normal();
    for (let i = 0; i < WIDTH - 1; i++) values[point * WIDTH + i] = i * common + random.normal();
  }
  return { count, width: WIDTH, values };
}

Deno.test("gaussianOf() has the mean and the unbiased covariance of points", () => {
  const values = Float32Array.of(1, 2, 3, 6, 5, 4);
  const { mean, covariance } = gaussianOf({ count: 3, width: 2, values });
  [3, 4].forEach((value, i) => assertAlmostEquals(mean[i], value, 1e-15));
  [4, 2, 2, 4].forEach((value, i) => assertAlmostEquals(covariance[i], value, 1e-15));
});

Deno.test("frechetDistance() of equal sets is 0", () => {
  const set = gaussianOf(points(200, 1));
  // Roots of eigenvalues that rounding moved from 0 are at most about 1e-7.
  assertLess(frechetDistance(set, gaussianOf(points(200, 1))), 1e-6);
});

Deno.test("frechetDistance() of a shifted Gaussian is the square of the shift", () => {
  const { mean, covariance } = gaussianOf(points(200, 1));
  const shifted = { mean: mean.map((value, i) => value + i), covariance };
  const distance = frechetDistance({ mean, covariance }, shifted);
  assertAlmostEquals(distance, 1 + 4 + 9 + 16 + 25, 1e-6);
});

Deno.test("frechetDistance() of diagonal covariances sums squared differences of deviations", () => {
  const mean = new Float64Array(3);
  const first = { mean, covariance: diagonal(4, 0, 9) };
  const second = { mean, covariance: diagonal(1, 16, 9) };
  assertAlmostEquals(frechetDistance(first, second), (2 - 1) ** 2 + 4 ** 2, 1e-12);
});

Deno.test("frechetDistance() of covariances that do not commute follows the closed form of two dimensions", () => {
  const mean = new Float64Array(2);
  const a = Float64Array.of(2, 1, 1, 2), b = Float64Array.of(5, 0, 0, 1);
  // tr(M^1/2) = sqrt(tr M + 2 sqrt(det M)) of a 2 x 2 matrix with positive eigenvalues; here M = A B.
  const trace = 2 * 5 + 2 * 1, determinant = 3 * 5;
  const expected = 4 + 6 - 2 * Math.sqrt(trace + 2 * Math.sqrt(determinant));
  const [first, second] = [{ mean, covariance: a }, { mean, covariance: b }];
  assertAlmostEquals(frechetDistance(first, second), expected, 1e-12);
  assertAlmostEquals(frechetDistance(second, first), expected, 1e-12);
});

Deno.test("frechetDistance() gives the same bits again", () => {
  const distance = () => frechetDistance(gaussianOf(points(50, 1)), gaussianOf(points(60, 2)));
  assertEquals(distance(), distance());
});

Deno.test("gaussianOf() refuses a single point, frechetDistance() other widths", () => {
  assertThrows(
    () => gaussianOf(points(1, 1)),
    RangeError,
    "Cannot find a covariance: expected at least 2 points, got 1",
  );
  const [first, second] = [1, 2].map((width) => ({
    mean: new Float64Array(width),
    covariance: new Float64Array(width * width),
  }));
  assertThrows(() => frechetDistance(first, second), RangeError, "expected both of width 1, got 2");
});
