import { assert, assertEquals, assertThrows } from "@std/assert";
import { gridShape, VqVaeConfig } from "../../../models/autoencoders/vq_vae_config.ts";
import { TINY as TINY_MODEL, TINY_EMA as EMA_MODEL } from "../../support/vq_vae.ts";
import { vqVae } from "../../../models/autoencoders/vq_vae.ts";

const { imageShape: _, ...TINY } = TINY_MODEL;
const { imageShape: __, ...TINY_EMA } = EMA_MODEL;

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

Deno.test("VqVaeConfig refuses odd channels", () => {
  assertEquals(issue({ ...TINY, channels: 5 }), "channels");
});

Deno.test("vqVae.space() refuses images that do not halve, and is the grid of those that do", () => {
  assertThrows(
    () => vqVae.space(TINY, { channels: 1, height: 8, width: 6 }),
    RangeError,
    "Cannot halve images 2 times: expected sides that are multiples of 4, got [8, 6]",
  );
  const space = { kind: "codes" as const, height: 2, width: 3, size: TINY.codebookSize };
  assertEquals(vqVae.space(TINY, { channels: 1, height: 8, width: 12 }), space);
});

Deno.test("gridShape() halves once per downsampling", () => {
  const imageShape = { channels: 1, height: 32, width: 24 };
  assertEquals(gridShape({ ...TINY, imageShape, downsamplings: 3 }), { height: 4, width: 3 });
});
