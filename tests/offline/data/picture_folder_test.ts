import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { createImage, encodePng, type Image } from "../../../core/image/mod.ts";
import { DataError } from "../../../offline/data/data_error.ts";
import type { Dataset } from "../../../training/data/dataset.ts";
import { hashSplit } from "../../../offline/data/hash_split.ts";
import { openPictureFolder } from "../../../offline/data/picture_folder.ts";
import type { DataProgress } from "../../../offline/data/progress.ts";
import { withFolder } from "./tiny_files.ts";

/** A picture of one colour that no other index gives. */
function plain(index: number, side = 4): Image {
  const image = createImage(side, side, 3);
  image.pixels.forEach((_, at) => image.pixels[at] = [index, 100, 200][at % 3]);
  return image;
}

async function write(path: string, image: Image): Promise<void> {
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  await Deno.writeFile(path, encodePng(image));
}

/** Writes pictures `first` to `last` of two classes. */
async function writeClasses(folder: string, first: number, last: number): Promise<void> {
  for (let index = first; index < last; index++) {
    const name = index % 2 === 0 ? "even" : "odd";
    await write(`${folder}/${name}/${index}.png`, plain(index, 3 + index % 5));
  }
}

/** The first byte of each image of each split. */
function contents({ splits }: Dataset): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(splits).map(([name, split]) => [
      name,
      Array.from({ length: split.count }, (_, index) => split.image(index)[0]),
    ]),
  );
}

Deno.test("openPictureFolder() gives every picture of any size its class, in disjoint splits", () =>
  withFolder(async (folder) => {
    await writeClasses(folder, 0, 60);
    const dataset = await openPictureFolder(folder, { size: 8 });
    const { classes, channels, height, width, splits } = dataset;
    assertEquals({ classes, channels, height, width }, {
      ...{ classes: ["even", "odd"], channels: 3, height: 8, width: 8 },
    });
    const all = Object.values(contents(dataset)).flat();
    assertEquals(all.toSorted((a, b) => a - b), Array.from({ length: 60 }, (_, index) => index));
    for (const split of Object.values(splits)) {
      assert(split.count > 0);
      for (let index = 0; index < split.count; index++) {
        assertEquals(split.labels[index], split.image(index)[0] % 2);
        assertEquals(split.image(index).length, 3 * 64);
        assertEquals(split.image(index)[64], 100);
      }
    }
  }));

Deno.test("openPictureFolder() keeps each picture's split when files are added or renamed", () =>
  withFolder(async (folder) => {
    await writeClasses(folder, 0, 40);
    const before = await openPictureFolder(folder);
    await Deno.rename(`${folder}/odd/7.png`, `${folder}/odd/another.png`);
    const renamed = await openPictureFolder(folder);
    assertEquals(hashSplit(renamed.splits.train), hashSplit(before.splits.train));
    await writeClasses(folder, 40, 80);
    const after = contents(await openPictureFolder(folder));
    for (const [name, values] of Object.entries(contents(before))) {
      assertEquals(after[name].filter((value) => value < 40), values);
    }
  }));

Deno.test("openPictureFolder() puts copies of a picture into one split", () =>
  withFolder(async (folder) => {
    for (let index = 0; index < 20; index++) {
      await write(`${folder}/${index}.png`, plain(index));
      await write(`${folder}/copy of ${index}.png`, plain(index, 9));
    }
    const { train, validation, test } = contents(await openPictureFolder(folder, { size: 4 }));
    assertEquals(train.length + validation.length + test.length, 40);
    assertEquals(train.filter((value) => validation.includes(value) || test.includes(value)), []);
    assertEquals(validation.filter((value) => test.includes(value)), []);
  }));

Deno.test("openPictureFolder() takes grey pictures as one channel unless asked", () =>
  withFolder(async (folder) => {
    for (let index = 0; index < 12; index++) {
      const grey = createImage(4, 4, index % 2 === 0 ? 1 : 3);
      grey.pixels.fill(20 * index);
      await write(`${folder}/${index}.png`, grey);
    }
    const found = await openPictureFolder(folder);
    assertEquals([found.channels, found.classes.length, found.splits.train.labels.length], [
      1,
      0,
      0,
    ]);
    const colour = await openPictureFolder(folder, { channels: 3 });
    assertEquals(colour.channels, 3);
    assertEquals(contents(colour), contents(found));
    await write(`${folder}/13.png`, plain(3));
    assertEquals((await openPictureFolder(folder)).channels, 3);
    assertEquals((await openPictureFolder(folder, { channels: 1 })).channels, 1);
  }));

Deno.test("openPictureFolder() shows the chosen background through transparent pixels", () =>
  withFolder(async (folder) => {
    for (let index = 0; index < 12; index++) {
      const image = createImage(2, 2, 4);
      image.pixels.set([index, 0, 0, 255]);
      await write(`${folder}/${index}.png`, image);
    }
    const last = async (options: Parameters<typeof openPictureFolder>[1]) => {
      const { train } = (await openPictureFolder(folder, { size: 2, ...options })).splits;
      return [...train.image(0).subarray(3, 4), train.image(0)[7], train.image(0)[11]];
    };
    assertEquals(await last({}), [255, 255, 255]);
    assertEquals(await last({ background: [1, 2, 3] }), [1, 2, 3]);
    assertNotEquals(await last({}), await last({ background: [0, 0, 0] }));
  }));

Deno.test("openPictureFolder() names the bad files in one line", () =>
  withFolder(async (folder) => {
    await writeClasses(folder, 0, 12);
    for (let index = 0; index < 7; index++) {
      await Deno.writeTextFile(`${folder}/odd/bad${index}.png`, "not a PNG");
    }
    const error = await assertRejects(() => openPictureFolder(folder), DataError, "bad0.png");
    assert(error.message.endsWith(" and 2 more"), error.message);
    assert(!error.message.includes("\n"));
  }));

Deno.test("openPictureFolder() refuses fewer than ten different pictures", () =>
  withFolder(async (folder) => {
    for (let copy = 0; copy < 12; copy++) await write(`${folder}/${copy}.png`, plain(copy % 9));
    await assertRejects(() => openPictureFolder(folder), DataError, "got 9");
  }));

Deno.test("openPictureFolder() tells progress and what it passed over", () =>
  withFolder(async (folder) => {
    await writeClasses(folder, 0, 12);
    await Deno.writeTextFile(`${folder}/odd/readme.txt`, "text");
    const lines: string[] = [];
    let last: DataProgress | undefined;
    await openPictureFolder(folder, {
      log: (line) => lines.push(line),
      progress: (progress) => last = progress,
    });
    assertEquals(lines.length, 1);
    assertEquals(last, { what: folder, unit: "pictures", done: 12, total: 12 });
  }));
