import { assertEquals, assertThrows } from "@std/assert";
import { DataError } from "../../../offline/data/data_error.ts";
import { parseTar } from "../../../offline/data/tar.ts";
import { tarBytes } from "./tiny_files.ts";

const ARCHIVE = tarBytes({
  "folder/": new Uint8Array(0),
  "folder/a.bin": Uint8Array.of(1, 2, 3),
  "b": new Uint8Array(1024).fill(9),
});

Deno.test("parseTar() lists regular files by base name", () => {
  const files = parseTar(ARCHIVE, "t");
  assertEquals([...files.keys()], ["a.bin", "b"]);
  assertEquals(files.get("a.bin"), Uint8Array.of(1, 2, 3));
  assertEquals(files.get("b"), new Uint8Array(1024).fill(9));
});

Deno.test("parseTar() refuses a header with a wrong checksum", () => {
  const bytes = ARCHIVE.slice();
  bytes[1] ^= 1;
  assertThrows(() => parseTar(bytes, "t"), DataError, "bad header at 0");
});

Deno.test("parseTar() refuses an archive cut inside a file", () => {
  assertThrows(() => parseTar(ARCHIVE.subarray(0, 2500), "t"), DataError, `"b"`);
});
