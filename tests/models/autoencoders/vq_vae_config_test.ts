import { assert, assertEquals } from "@std/assert";
import { gridShape, VqVaeConfig } from "../../../models/autoencoders/vq_vae_config.ts";
import { TINY, TINY_EMA } from "../../support/vq_vae.ts";

const issue = (config: unknown) => VqVaeConfig.safeParse(config).error?.issues[0].path.join(".");

Deno.test("VqVaeConfig takes both kinds of codebook", () => {
  assertEquals(VqVaeConfig.parse(TINY), TINY);
  assertEquals(VqVaeConfig.parse(TINY_EMA), TINY_EMA);
});

Deno.test("VqVaeConfig refuses what it does not know and what is out of range", () => {
  assert(!VqVaeConfig.safeParse({ ...TINY, dropout: 0.1 }).success);
  assertEquals(issue({ ...TINY, codebookSize: 1 }), "codebookSize");
  assertEquals(issue({ ...TINY, downsamplings: 4 }), "downsamplings");
  assertEquals(issue({ ...TINY, codebook: { update: "ema", decay: 1 } }), "codebook.decay");
});

Deno.test("VqVaeConfig refuses images that do not halve and odd channels", () => {
  assertEquals(issue({ ...TINY, imageShape: { channels: 1, height: 8, width: 6 } }), "imageShape");
  assertEquals(issue({ ...TINY, channels: 5 }), "channels");
});

Deno.test("gridShape() halves once per downsampling", () => {
  const imageShape = { channels: 1, height: 32, width: 24 };
  assertEquals(gridShape({ ...TINY, imageShape, downsamplings: 3 }), { height: 4, width: 3 });
});
