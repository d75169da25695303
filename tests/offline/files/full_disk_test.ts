import { assertEquals, assertRejects } from "@std/assert";
import { describeError } from "../../../cli/errors.ts";
import { MANIFEST_FILE } from "../../../core/bundle/mod.ts";
import { writeBundle } from "../../../offline/export/write_bundle.ts";
import { appendWhole, writeAtomically } from "../../../offline/files/atomic_write.ts";
import { WriteError, writing } from "../../../offline/files/write_error.ts";
import { diskTest, fillDisk, withSmallDisk } from "../../support/small_disk.ts";

const DISK = 64 * 1024;

function smallDiskTest(name: string, use: (folder: string) => Promise<void>): void {
  diskTest(name, () => withSmallDisk(DISK, use));
}

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
const filled = (length: number, value: number) => new Uint8Array(length).fill(value);

smallDiskTest(
  "writeAtomically() on a full disk names the file and keeps the old one",
  async (folder) => {
    const path = `${folder}/checkpoint`;
    await writeAtomically(path, filled(40_000, 1));
    const error = await assertRejects(() => writeAtomically(path, filled(40_000, 2)), WriteError);
    assertEquals(describeError(error, { task: "train", debug: false }), [
      `error: Cannot write ${path}: no space left on device`,
      "hint: what was saved before is whole: free some space, then run the command again " +
      "(`train` goes on with --resume)",
    ]);
    assertEquals(await Deno.readFile(path), filled(40_000, 1));
    assertEquals(names(folder), ["checkpoint"]);
  },
);

smallDiskTest(
  "writeBundle() on a full disk leaves the bundle that was there",
  async (folder) => {
    const bundle = (value: number, size: number) =>
      new Map([MANIFEST_FILE, "weights", "samples"].map((name) => [name, filled(size, value)]));
    await writeBundle(`${folder}/model`, bundle(1, 8000));
    const write = () => writeBundle(`${folder}/model`, bundle(2, 16_000));
    assertEquals((await assertRejects(write, WriteError)).path, `${folder}/model/${MANIFEST_FILE}`);
    assertEquals(names(`${folder}/model`), [MANIFEST_FILE, "samples", "weights"]);
    for (const name of names(`${folder}/model`)) {
      assertEquals(await Deno.readFile(`${folder}/model/${name}`), filled(8000, 1));
    }
  },
);

smallDiskTest("writeBundle() on a full disk leaves no new folder", async (folder) => {
  const files = new Map([[MANIFEST_FILE, filled(10, 1)], ["weights", filled(70_000, 1)]]);
  await assertRejects(() => writeBundle(`${folder}/model`, files), WriteError);
  assertEquals(names(folder), []);
});

smallDiskTest("appendWhole() on a full disk leaves no half of a line", async (folder) => {
  await appendWhole(`${folder}/log`, "one\n");
  const free = fillDisk(folder);
  const long = `${"x".repeat(5000)}\n`; // The file's last page has room for a part of it.
  await assertRejects(() => appendWhole(`${folder}/log`, long), WriteError);
  assertEquals(await Deno.readTextFile(`${folder}/log`), "one\n");
  free();
  await appendWhole(`${folder}/log`, "two\n");
  assertEquals(await Deno.readTextFile(`${folder}/log`), "one\ntwo\n");
});

Deno.test("writing() names the file and the reason, and lets other errors pass", async () => {
  const open = () => Deno.writeFile("/none/file", new Uint8Array());
  const error = await assertRejects(() => writing("/none/file", open), WriteError);
  assertEquals(error.message, "Cannot write /none/file: no such file or directory");
  assertEquals(error.hint, undefined);
  const mistake = () => Promise.reject(new RangeError("a mistake"));
  await assertRejects(() => writing("file", mistake), RangeError, "a mistake");
});
