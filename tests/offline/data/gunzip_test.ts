import { assertEquals, assertRejects } from "@std/assert";
import { DataError } from "../../../offline/data/data_error.ts";
import { readGunzipped } from "../../../offline/data/gunzip.ts";
import { gzipBytes, withFolder } from "./tiny_files.ts";

const CONTENT = Uint8Array.from({ length: 5000 }, (_, at) => (at * at) % 251);

Deno.test("readGunzipped() inflates gzip and passes other files on, whatever their names", () =>
  withFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.bin`, await gzipBytes(CONTENT));
    await Deno.writeFile(`${folder}/b.gz`, CONTENT);
    assertEquals(await readGunzipped(`${folder}/a.bin`, 5000), CONTENT);
    assertEquals(await readGunzipped(`${folder}/b.gz`, 5000), CONTENT);
  }));

Deno.test("readGunzipped() refuses content over the cap", () =>
  withFolder(async (folder) => {
    await Deno.writeFile(`${folder}/bomb.gz`, await gzipBytes(new Uint8Array(1_000_000)));
    await assertRejects(
      () => readGunzipped(`${folder}/bomb.gz`, 999_999),
      DataError,
      "999999 bytes",
    );
  }));

Deno.test("readGunzipped() refuses a gzip file cut off, corrupt or followed by rubbish", () =>
  withFolder(async (folder) => {
    const zipped = await gzipBytes(CONTENT);
    const corrupt = zipped.slice();
    corrupt[zipped.length - 6] ^= 1; // in the CRC
    for (const bytes of [zipped.subarray(0, -9), corrupt, Uint8Array.of(...zipped, 7, 7)]) {
      await Deno.writeFile(`${folder}/a.gz`, bytes);
      await assertRejects(() => readGunzipped(`${folder}/a.gz`, 5000), DataError, "a.gz");
    }
  }));
