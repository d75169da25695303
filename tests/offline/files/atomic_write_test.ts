import { assertEquals, assertRejects } from "@std/assert";
import { writeAtomically } from "../../../offline/files/atomic_write.ts";
import { withFolder } from "../../training/tiny_training.ts";

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name);

Deno.test("writeAtomically() writes a file over an old one and leaves nothing else", async () => {
  await withFolder(async (folder) => {
    await writeAtomically(`${folder}/file`, Uint8Array.of(1, 2, 3));
    await writeAtomically(`${folder}/file`, Uint8Array.of(4));
    assertEquals(await Deno.readFile(`${folder}/file`), Uint8Array.of(4));
    assertEquals(names(folder), ["file"]);
  });
});

Deno.test("writeAtomically() never lets a reader see a part of a file", async () => {
  await withFolder(async (folder) => {
    const size = 2 ** 21;
    const contents = [1, 2].map((value) => new Uint8Array(size).fill(value));
    await writeAtomically(`${folder}/file`, contents[0]);
    let writing = true;
    const written = (async () => {
      for (let i = 1; i <= 10; i++) await writeAtomically(`${folder}/file`, contents[i % 2]);
      writing = false;
    })();
    while (writing) {
      const bytes = await Deno.readFile(`${folder}/file`);
      assertEquals(bytes.length, size);
      assertEquals(bytes[0], bytes[size - 1]);
    }
    await written;
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
