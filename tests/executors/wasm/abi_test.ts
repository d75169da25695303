import { assert, assertEquals } from "@std/assert";
import * as abi from "../../../executors/wasm/abi.ts";

/** Bytes of each record, by the prefix of its words. */
const RECORDS = {
  CONVOLUTION_: abi.CONVOLUTION_HEADER,
  ELEMENTWISE_: abi.ELEMENTWISE_HEADER,
  LOOKUP_: abi.LOOKUP_HEADER,
  ROWS_: abi.ROWS_HEADER,
  SAMPLER_: abi.SAMPLER_BYTES,
  REQUEST_: abi.REQUEST_BYTES,
};

/** The f64 of a record; all other words have four bytes. */
const WIDE = ["TEMPERATURE", "TOP_P", "GUIDANCE", "LOG_LIKELIHOOD"].map((it) => `REQUEST_${it}_AT`);

for (const [prefix, bytes] of Object.entries(RECORDS)) {
  Deno.test(`abi keeps the words of ${prefix}… apart and inside the record`, () => {
    const words = Object.entries(abi).filter(([name]) => /_AT$/.test(name))
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, at]) => ({ name, at, size: WIDE.includes(name) ? 8 : 4 }))
      .sort((a, b) => a.at - b.at);
    assert(words.length > 1);
    words.forEach(({ name, at, size }, i) => {
      assertEquals(at % size, 0, name);
      assert(at + size <= (words[i + 1]?.at ?? bytes), name);
    });
  });
}

Deno.test("abi holds nothing but whole numbers, which both compilers read alike", async () => {
  const source = await Deno.readTextFile(
    new URL("../../../executors/wasm/abi.ts", import.meta.url),
  );
  const lines = source.split("\n").filter((line) => line !== "" && !/^\/[/*]/.test(line));
  assertEquals(lines.filter((line) => !/^export const [A-Z][A-Z_0-9]* = \d+;$/.test(line)), []);
});
