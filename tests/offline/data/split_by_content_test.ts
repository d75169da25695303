import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { splitByContent } from "../../../offline/data/split_by_content.ts";
import { sha256 } from "./tiny_files.ts";

const HASHES = Array.from({ length: 5000 }, (_, at) => sha256(Uint8Array.of(at, at >> 8)));

Deno.test("splitByContent() gives test and validation a tenth each", () => {
  const parts = splitByContent(HASHES);
  for (const part of ["test", "validation"]) {
    const share = parts.filter((other) => other === part).length / HASHES.length;
    assert(Math.abs(share - 0.1) < 0.015, `${part} has ${share}`); // 3.5 standard deviations
  }
});

Deno.test("splitByContent() keeps the part of a content when others are added", () => {
  assertEquals(splitByContent(HASHES).slice(0, 1000), splitByContent(HASHES.slice(0, 1000)));
});

Deno.test("splitByContent() puts equal contents into one part and fills every part", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat({ max: 4999 }), { minLength: 10, maxLength: 30 }),
      (picks) => {
        const hashes = picks.flatMap((pick) => [HASHES[pick], HASHES[pick]]);
        const parts = splitByContent(hashes);
        for (let at = 0; at < parts.length; at += 2) assertEquals(parts[at], parts[at + 1]);
        assertEquals(new Set(parts).size, 3);
      },
    ),
    { numRuns: 100, seed: 1 },
  );
});
