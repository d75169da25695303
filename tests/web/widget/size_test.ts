import { assert } from "@std/assert";
import { gzip } from "../../../offline/export/gzip.ts";

/** Of the contract 30 KB; it is far from needing them. */
const MAX_BYTES = 10 * 1024;

Deno.test("widget.js stays small, and checks nothing with zod", async () => {
  const program = await Deno.readFile(new URL("../../../static/widget.js", import.meta.url));
  const packed = gzip(program).length;
  assert(packed < MAX_BYTES, `${packed} bytes`);
  assert(!/zod/i.test(new TextDecoder().decode(program)));
});
