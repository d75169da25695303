import { assertEquals, assertRejects } from "@std/assert";
import { DataError } from "../../../offline/data/data_error.ts";
import { listPictures } from "../../../offline/data/picture_files.ts";
import { withFolder } from "./tiny_files.ts";

/** Makes empty files, with their folders. */
async function touch(folder: string, ...paths: string[]): Promise<void> {
  for (const path of paths) {
    const full = `${folder}/${path}`;
    await Deno.mkdir(full.slice(0, full.lastIndexOf("/")), { recursive: true });
    await Deno.writeFile(full, new Uint8Array(0));
  }
}

/** Paths inside the folder with their labels. */
async function listed(folder: string): Promise<[string, number][]> {
  const root = await Deno.realPath(folder);
  const { files } = await listPictures(folder);
  return files.map(({ path, label }) => [path.slice(root.length + 1), label]);
}

Deno.test("listPictures() takes sorted sub-folders as classes and searches them to any depth", () =>
  withFolder(async (folder) => {
    await touch(folder, "dog/1.png", "cat/b/2.PNG", "cat/z.png", "notes/readme.txt", "note.txt");
    await touch(folder, ".cache/3.png", "cat/.4.png");
    assertEquals((await listPictures(folder)).classes, ["cat", "dog"]);
    assertEquals((await listPictures(folder)).passedOver, 2);
    assertEquals(await listed(folder), [["cat/z.png", 0], ["cat/b/2.PNG", 0], ["dog/1.png", 1]]);
  }));

Deno.test("listPictures() of pictures at the top has no classes", () =>
  withFolder(async (folder) => {
    await touch(folder, "b.png", "a.png", "empty/readme.txt");
    assertEquals((await listPictures(folder)).classes, []);
    assertEquals(await listed(folder), [["a.png", 0], ["b.png", 0]]);
  }));

Deno.test("listPictures() follows no link out of the folder and none to a folder", () =>
  withFolder(async (outside) => {
    await touch(outside, "secret.png", "inside/a.png");
    const folder = `${outside}/inside`;
    await Deno.symlink(`${outside}/secret.png`, `${folder}/link.png`);
    await Deno.symlink(folder, `${folder}/loop.png`);
    await Deno.symlink(`${folder}/gone`, `${folder}/broken.png`);
    await Deno.symlink("a.png", `${folder}/same.png`);
    assertEquals(await listed(folder), [["a.png", 0], ["same.png", 0]]);
    assertEquals((await listPictures(folder)).passedOver, 3);
  }));

Deno.test("listPictures() refuses pictures both at the top and in folders", () =>
  withFolder(async (folder) => {
    await touch(folder, "a.png", "cat/b.png", "cat/c.png");
    await assertRejects(() => listPictures(folder), DataError, "1 at the top and 2 in folders");
  }));

Deno.test("listPictures() refuses a folder without PNG files", () =>
  withFolder(async (folder) => {
    await touch(folder, "a.jpg", "cat/b.jpg");
    await assertRejects(() => listPictures(folder), DataError, "got none, and 2 other files");
  }));
