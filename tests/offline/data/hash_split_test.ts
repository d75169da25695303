import { assertEquals, assertNotEquals } from "@std/assert";
import { hashSplit } from "../../../offline/data/hash_split.ts";
import { emptySplit, pixelSplit } from "../../../training/data/dataset.ts";
import { sha256 } from "./tiny_files.ts";

const PIXELS = Uint8Array.of(1, 2, 3, 4, 5, 6);

Deno.test("hashSplit() is the SHA-256 of all pixels, then all labels", () => {
  assertEquals(
    hashSplit(pixelSplit(PIXELS, 2, Uint8Array.of(7, 8, 9))),
    sha256(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)),
  );
  assertEquals(
    hashSplit(pixelSplit(PIXELS, 6, Uint16Array.of(258))),
    sha256(Uint8Array.of(1, 2, 3, 4, 5, 6, 2, 1)),
  );
  assertEquals(hashSplit(emptySplit()), sha256(new Uint8Array(0)));
});

Deno.test("hashSplit() differs where only labels do", () => {
  const hashes = [0, 1].map((label) => hashSplit(pixelSplit(PIXELS, 6, Uint8Array.of(label))));
  assertNotEquals(hashes[0], hashes[1]);
});
