import { assertThrows } from "@std/assert";
import { emptySplit } from "../../../training/data/dataset.ts";
import { FitError, requireFit } from "../../../training/measures/bundle_model.ts";
import { fakeManifest } from "../../support/fake_model.ts";
import { tinyPictures } from "../../offline/tiny_run.ts";

const PICTURES = tinyPictures();
const FITTING = {
  ...fakeManifest("fake", [...PICTURES.classes]),
  image: { channels: 3 as const, height: 8, width: 8 },
};

Deno.test("requireFit() takes a data set of the model's shape and classes", () => {
  requireFit(FITTING, PICTURES);
  requireFit({ ...FITTING, classes: [] }, PICTURES);
});

Deno.test("requireFit() refuses images of another shape, naming both", () => {
  const image = { ...FITTING.image, height: 28 };
  assertThrows(
    () => requireFit({ ...FITTING, image }, PICTURES),
    FitError,
    `images of "procedural" to be [3, 28, 8], got [3, 8, 8]`,
  );
});

Deno.test("requireFit() refuses other classes, other names for as many, and none", () => {
  for (const classes of [["a", "b"], PICTURES.classes.map((name) => `${name}s`), []]) {
    const error = `Cannot evaluate fake: expected classes of "procedural" to be`;
    assertThrows(() => requireFit(FITTING, { ...PICTURES, classes }), FitError, error);
  }
});

Deno.test("requireFit() refuses a data set without test images", () => {
  const splits = { ...PICTURES.splits, test: emptySplit() };
  assertThrows(
    () => requireFit(FITTING, { ...PICTURES, splits }),
    FitError,
    `expected test images of "procedural", got none`,
  );
});
