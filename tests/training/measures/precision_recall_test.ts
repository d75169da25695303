import { assertEquals, assertThrows } from "@std/assert";
import { Random } from "../../../core/random/random.ts";
import { type Features, halvesOf, someOf } from "../../../training/measures/features.ts";
import { manifoldOf, precisionAndRecall } from "../../../training/measures/precision_recall.ts";

function onLine(...values: number[]): Features {
  return { count: values.length, width: 1, values: Float32Array.from(values) };
}

/** Whole numbers, whose distances are exact in any order. */
function points(count: number, seed: number): Features {
  const random = new Random(seed), width = 5;
  return {
    count,
    width,
    values: Float32Array.from({ length: count * width }, () => random.integer(9)),
  };
}

function squaredDistance(a: Features, i: number, b: Features, j: number): number {
  let sum = 0;
  for (let k = 0; k < a.width; k++) {
    sum += (a.values[i * a.width + k] - b.values[j * a.width + k]) ** 2;
  }
  return sum;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function plainRadii(set: Features): number[] {
  return range(set.count).map((i) =>
    range(set.count).filter((j) => j !== i).map((j) => squaredDistance(set, i, set, j))
      .sort((x, y) => x - y)[2]
  );
}

function plainShare(points: Features, balls: Features): number {
  const radii = plainRadii(balls);
  const inside = range(points.count).filter((i) =>
    radii.some((radius, j) => squaredDistance(points, i, balls, j) <= radius)
  );
  return inside.length / points.count;
}

Deno.test("manifoldOf() reaches to the third nearest neighbour, not counting the point", () => {
  const { radii } = manifoldOf(onLine(0, 1, 3, 6, 10));
  assertEquals(radii, Float64Array.of(36, 25, 9, 25, 81));
});

Deno.test("manifoldOf() counts equal points as neighbours", () => {
  assertEquals(manifoldOf(onLine(2, 2, 2, 2, 9)).radii, Float64Array.of(0, 0, 0, 0, 49));
});

Deno.test("precisionAndRecall() of equal sets is 1 and 1, of far ones 0 and 0", () => {
  const set = manifoldOf(points(41, 1));
  assertEquals(precisionAndRecall(set, manifoldOf(points(41, 1))), { precision: 1, recall: 1 });
  const far = manifoldOf({ ...points(41, 1), values: points(41, 1).values.map((x) => x + 100) });
  assertEquals(precisionAndRecall(set, far), { precision: 0, recall: 0 });
});

Deno.test("precisionAndRecall() of one mode of two is precise and recalls a half", () => {
  const real = manifoldOf(onLine(0, 1, 2, 3, 100, 101, 102, 103));
  const drawn = manifoldOf(onLine(0.5, 1, 1.5, 2, 2.5));
  assertEquals(precisionAndRecall(real, drawn), { precision: 1, recall: 0.5 });
});

Deno.test("precisionAndRecall() agrees with the definition on sets of any size", () => {
  for (const [reals, draws] of [[4, 5], [18, 7], [31, 42], [30, 30]]) {
    const real = points(reals, reals), drawn = points(draws, 100 + draws);
    assertEquals(manifoldOf(real).radii, Float64Array.from(plainRadii(real)));
    assertEquals(precisionAndRecall(manifoldOf(real), manifoldOf(drawn)), {
      precision: plainShare(drawn, real),
      recall: plainShare(real, drawn),
    });
  }
});

Deno.test("manifoldOf() refuses three points, precisionAndRecall() other widths", () => {
  assertThrows(
    () => manifoldOf(onLine(1, 2, 3)),
    RangeError,
    "Cannot find neighbours: expected more than 3 points, got 3",
  );
  assertThrows(
    () => precisionAndRecall(manifoldOf(onLine(1, 2, 3, 4)), manifoldOf(points(4, 1))),
    RangeError,
    "expected both of width 1, got 5",
  );
});

Deno.test("someOf() takes distinct points from all parts of a set, the same ones again", () => {
  const set = onLine(...range(100));
  const some = someOf(set, 40);
  assertEquals([some.count, new Set(some.values).size], [40, 40]);
  assertEquals(some, someOf(set, 40));
  for (const start of [0, 25, 50, 75]) {
    const found = some.values.filter((value) => value >= start && value < start + 25).length;
    assertEquals(found > 3, true, `${found} from ${start}`);
  }
  assertEquals(someOf(set, 100), set);
});

Deno.test("halvesOf() shares out the points, and leaves one of an odd number", () => {
  const [first, second] = halvesOf(onLine(...range(11)));
  assertEquals([first.count, second.count], [5, 5]);
  assertEquals(new Set([...first.values, ...second.values]).size, 10);
});
