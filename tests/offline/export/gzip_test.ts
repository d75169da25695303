import { assert, assertEquals } from "@std/assert";
import { gzip } from "../../../offline/export/gzip.ts";
import { gunzip } from "../../support/gunzip.ts";

Deno.test("gzip() packs, and tells neither time nor system nor name", async () => {
  const bytes = new TextEncoder().encode("tessera ".repeat(1000));
  const packed = gzip(bytes);
  assert(packed.length < 100);
  assertEquals(packed.slice(0, 10), Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255));
  assertEquals(await gunzip(packed), bytes);
});
