import { assertEquals } from "@std/assert";
import { decodePng } from "../../core/image/mod.ts";
import { writeTinyBundle } from "../support/tiny_bundle.ts";
import { runExample } from "./run_example.ts";

Deno.test("examples/draw.ts draws a sheet, completes a picture and encodes one", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeTinyBundle(folder, { id: "tiny" });
    const lines = await runExample("draw.ts", `${folder}/tiny`, `${folder}/drawn.png`);
    assertEquals(lines.map((line) => line.replace(/[\d.]+/g, "#")), [
      ...["Tiny tiny: seed # is # × # codes", "# bits under the prior", "kept # codes, # differ"],
      "# of # codes survive",
    ]);
    const { width, height } = await decodePng(await Deno.readFile(`${folder}/drawn.png`));
    assertEquals([width, height], [4 * (4 * 16 + 3 * 2), 4 * (4 * 16 + 3 * 2)]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
