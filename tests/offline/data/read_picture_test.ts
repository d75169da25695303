import { assertEquals, assertRejects } from "@std/assert";
import { createImage, encodePng, type Image, PngError } from "../../../core/image/mod.ts";
import { cropCentre, readPicture } from "../../../offline/data/read_picture.ts";
import { withFolder } from "./tiny_files.ts";

/** One grey row 0, 1, 2, … repeated. */
function ramp(height: number, width: number): Image {
  const image = createImage(height, width, 1);
  image.pixels.forEach((_, at) => image.pixels[at] = at % width);
  return image;
}

Deno.test("cropCentre() keeps the middle of a wide and of a tall picture", () => {
  assertEquals([...cropCentre(ramp(2, 6), { height: 8, width: 8 }).pixels], [2, 3, 2, 3]);
  const tall = cropCentre(ramp(5, 1), { height: 2, width: 2 });
  assertEquals([tall.height, tall.width], [1, 1]);
  const wide = cropCentre(ramp(4, 4), { height: 1, width: 2 });
  assertEquals([wide.height, wide.width], [2, 4]);
});

Deno.test("cropCentre() returns a picture of the right shape as it is", () => {
  const image = ramp(3, 3);
  assertEquals(cropCentre(image, { height: 7, width: 7 }), image);
});

Deno.test("readPicture() resizes, makes RGB of grey and shows the background through alpha", () =>
  withFolder(async (folder) => {
    const shape = { height: 2, width: 2, background: [10, 20, 30] as const };
    const grey = createImage(4, 6, 1);
    grey.pixels.fill(77);
    await Deno.writeFile(`${folder}/grey.png`, encodePng(grey));
    const picture = await readPicture(`${folder}/grey.png`, shape);
    assertEquals([picture.height, picture.width, picture.channels], [2, 2, 3]);
    assertEquals([...new Set(picture.pixels)], [77]);

    const clear = createImage(2, 2, 4);
    clear.pixels.set([200, 100, 50, 255]);
    await Deno.writeFile(`${folder}/clear.png`, encodePng(clear));
    const { pixels } = await readPicture(`${folder}/clear.png`, shape);
    assertEquals([...pixels.subarray(0, 6)], [200, 100, 50, 10, 20, 30]);
  }));

Deno.test("readPicture() refuses a file that only has the name of a PNG", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.png`, "GIF89a");
    const shape = { height: 2, width: 2, background: [0, 0, 0] as const };
    await assertRejects(() => readPicture(`${folder}/a.png`, shape), PngError);
  }));
