import { assertEquals, assertRejects } from "@std/assert";
import { writeAtomically } from "../../../engine/train/atomic_write.ts";
import { withFolder } from "./tiny_training.ts";

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name);

Deno.test("writeAtomically() writes a file over an old one and leaves nothing else", async () => {
  await withFolder(async (folder) => {
    await writeAtomically(`${folder}/file`, Uint8Array.of(1, 2, 3));
    await writeAtomically(`${folder}/file`, Uint8Array.of(4));
    assertEquals(await Deno.readFile(`${folder}/file`), Uint8Array.of(4));
    assertEquals(names(folder), ["file"]);
  });
});

Deno.test("writeAtomically() writes over what a killed process left", async () => {
  await withFolder(async (folder) => {
    await Deno.writeFile(`${folder}/file.part`, new Uint8Array(1000));
    await writeAtomically(`${folder}/file`, Uint8Array.of(4));
    assertEquals(await Deno.readFile(`${folder}/file`), Uint8Array.of(4));
    assertEquals(names(folder), ["file"]);
  });
});

Deno.test("writeAtomically() leaves nothing where it fails", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/file/inner`, { recursive: true });
    await assertRejects(() => writeAtomically(`${folder}/file`, Uint8Array.of(4)));
    assertEquals(names(folder), ["file"]);
    await assertRejects(() => writeAtomically(`${folder}/none/file`, Uint8Array.of(4)));
  });
});
