import { assertEquals, assertStringIncludes } from "@std/assert";
import { writeCard } from "../../../offline/export/card.ts";
import { fakeManifest } from "../../support/fake_model.ts";

const { formatVersion: _, files: _f, ...DESCRIPTION } = fakeManifest("fake");
const command = "deno task train";

Deno.test("writeCard() says what maps and what draws, by the kinds' names", () => {
  const card = writeCard(DESCRIPTION, { command, pass: "by position" });
  assertStringIncludes(
    card,
    "a codec (squares) turns a picture into a grid of\n2 × 3 codes out of 5",
  );
  assertStringIncludes(card, "a prior (seeds) has learned how they go together");
  assertStringIncludes(card, "| drawing | in order |");
});

Deno.test("writeCard() says that a prior drawn by whole passes is slow, and why", () => {
  const card = writeCard(DESCRIPTION, { command, pass: "whole grid" });
  assertStringIncludes(card, "| drawing | in order, slowly: an op of the prior has no form at one");
});

Deno.test("writeCard() of a model that draws nothing shows no samples", () => {
  const space = { kind: "latents" as const, height: 2, width: 3, channels: 4 };
  const { codebook: _, models: { codec }, ...rest } = DESCRIPTION;
  const card = writeCard({ ...rest, space, draws: null, models: { codec } }, { command });
  assertStringIncludes(card, "| latents | 2 × 3 × 4 |");
  assertStringIncludes(card, "| drawing | none: ");
  assertEquals(card.includes("samples.png"), false);
});
