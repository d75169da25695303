import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createImage, encodePng } from "../../../core/image/mod.ts";
import { DataError } from "../../../offline/data/data_error.ts";
import { DATASET_NAMES, openDataset } from "../../../offline/data/open_dataset.ts";
import { withFolder } from "./tiny_files.ts";

Deno.test("openDataset() opens the procedural set without any file", async () => {
  const { name, height, classes } = await openDataset("procedural", { dataDir: "/nowhere" });
  assertEquals([name, height, classes.length], ["procedural", 16, 10]);
  assertEquals((await openDataset("procedural", { dataDir: "/nowhere", size: 24 })).width, 24);
});

Deno.test("openDataset() opens any other name as a folder", () =>
  withFolder(async (folder) => {
    for (let index = 0; index < 12; index++) {
      const image = createImage(3, 3, 1);
      image.pixels.fill(index);
      await Deno.writeFile(`${folder}/${index}.png`, encodePng(image));
    }
    const { name, height, channels } = await openDataset(folder, { dataDir: "/nowhere", size: 8 });
    assertEquals([name, height, channels], [folder.split("/").at(-1), 8, 1]);
  }));

Deno.test("openDataset() names the sets there are when a name is neither set nor folder", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    for (const name of ["cifar100", `${folder}/gone`, `${folder}/file`, `${folder}/file/x`, ""]) {
      const open = () => openDataset(name, { dataDir: folder });
      const error = await assertRejects(open, DataError, "or a folder, got neither");
      for (const known of DATASET_NAMES) assertStringIncludes(error.message, known);
    }
  }));

Deno.test("openDataset() refuses a missing public set when downloads are off", () =>
  withFolder(async (dataDir) => {
    for (const name of ["mnist", "fashion_mnist", "binarized_mnist", "cifar10"]) {
      const open = () => openDataset(name, { dataDir, download: false });
      await assertRejects(open, DataError, `${dataDir}/${name}/`);
    }
  }));

Deno.test("openDataset() says in one line, with a hint, that there is no network", () =>
  withFolder(async (dataDir) => {
    const offline = () => Promise.reject(new TypeError("error sending request\n  caused by: dns"));
    const open = () => openDataset("mnist", { dataDir, fetch: offline, retryDelayMs: 0 });
    const error = await assertRejects(open, DataError, "Cannot download");
    assertEquals(error.message.includes("\n"), false);
    assertStringIncludes(error.hint ?? "", "--data procedural");
  }));

Deno.test("openDataset() refuses images of another size or number of channels than asked", async () => {
  const options = { dataDir: "/nowhere", channels: 1 as const };
  await assertRejects(() => openDataset("procedural", options), DataError, "got [3, 16, 16]");
});
