import { assertEquals } from "@std/assert";
import { decodePng } from "../../core/image/mod.ts";
import { drawPictures, withFolder } from "../scripts/train/train_command.ts";
import { runExample } from "./run_example.ts";

Deno.test("examples/train.ts trains on a folder of pictures and draws a sheet", async () => {
  await withFolder(async (folder) => {
    await drawPictures(folder);
    const lines = await runExample("train.ts", `${folder}/pictures`, `${folder}/mine`, "2");
    assertEquals(lines.map((line) => line.split(" ")[0]).slice(0, 3), [
      ...["codec", "prior", "reconstruction_mse"],
    ]);
    const { width } = await decodePng(await Deno.readFile(`${folder}/mine/drawn.png`));
    assertEquals(width, 4 * 4 * 16);
  });
});
