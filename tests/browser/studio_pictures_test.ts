import { assert, assertEquals, assertMatch } from "@std/assert";
import { browserTest } from "../support/browser.ts";
import {
  changed,
  codesOfBoard,
  openStudio,
  pixelsOf,
  settledCodes,
  SHIPPED_ONLY,
  showPanel,
} from "./studio_page.ts";

browserTest("A drawing is encoded as it is drawn, and its codes can be edited", async (test) => {
  const { page } = test;
  await openStudio(test);
  await showPanel(page, "draw");
  await page.locator("#draw .notice:not(:empty)").waitFor();
  const empty = await codesOfBoard(page, "#draw");
  const blank = await pixelsOf(page, "#draw .board canvas");
  const { x, y, width, height } = (await page.locator(".sketch").boundingBox())!;
  await page.mouse.move(x + 0.5 * width, y + 0.2 * height);
  await page.mouse.down();
  await page.mouse.move(x + 0.45 * width, y + 0.8 * height, { steps: 8 });
  await page.mouse.up();
  await changed(page, "#draw .board canvas", blank);
  await page.waitForTimeout(500); // The last bit of the line is encoded by then.
  const codes = await codesOfBoard(page, "#draw");
  assertEquals(codes.length, 49);
  assert(codes.some((code, position) => code !== empty[position]));
  const error = Number(/error ([\d.]+)/.exec(await page.innerText("#draw .facts"))![1]);
  assert(error > 0 && error < 0.03, `${error}`);
  await page.click('#draw >> text="Edit these codes"');
  assertEquals(await settledCodes(page), codes);
}, SHIPPED_ONLY);

browserTest("A picture from a file has the codes that the server gives it", async (test) => {
  const { page, server } = test;
  // As large as the sketch, so that what the page resizes is what the server resizes.
  const png = await page.goto(`${server}/`).then(() =>
    page.evaluate(() => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 336;
      const context = canvas.getContext("2d")!;
      context.fillStyle = "#000";
      context.fillRect(0, 0, 336, 336);
      context.fillStyle = "#fff";
      context.fillRect(150, 60, 36, 210);
      return canvas.toDataURL("image/png").split(",")[1];
    })
  );
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const reply = await fetch(`${server}/encode`, {
    method: "POST",
    headers: { "content-type": "image/png" },
    body: bytes,
  });
  const { codes } = await reply.json() as { codes: number[][] };
  await openStudio(test);
  await showPanel(page, "draw");
  await page.locator("#draw .notice:not(:empty)").waitFor();
  const blank = await pixelsOf(page, "#draw .board canvas");
  const file = await Deno.makeTempFile({ suffix: ".png" });
  try {
    await Deno.writeFile(file, bytes);
    await page.setInputFiles("#draw .file", file);
    await changed(page, "#draw .board canvas", blank);
  } finally {
    await Deno.remove(file);
  }
  assertEquals(await codesOfBoard(page, "#draw"), codes.flat());
}, SHIPPED_ONLY);

browserTest("The codebook shows an entry's usage, places and nearest entries", async (test) => {
  const { page } = test;
  await openStudio(test, "#entry=5");
  await showPanel(page, "codebook");
  await page.locator("#codebook h2", { hasText: "Entry 5" }).waitFor();
  assertMatch(await page.innerText("#codebook .notice"), /64 pictures drawn here \(seeds 0 to 63/);
  assertMatch(await page.innerText("#codebook .entry .facts"), /^Used \d+ times among 3136 codes/);
  assertEquals(await page.locator('#codebook .entries [role="option"]').count(), 32);
  const near = page.locator('#codebook .entry [role="option"]');
  const distances = (await near.allInnerTexts()).map((text) => Number(text.split(": ")[1]));
  assertEquals(distances.length, 6);
  assertEquals(distances, distances.toSorted((a, b) => a - b));
  const nearest = (await near.first().innerText()).split(":")[0];
  await near.first().click();
  await page.locator("#codebook h2", { hasText: `Entry ${nearest}` }).waitFor();
  await page.click('#codebook >> text="Count in 64 more"');
  await page.locator("#codebook .notice", { hasText: "128 pictures" }).waitFor();
}, SHIPPED_ONLY);

browserTest("Blending goes from one picture to the other, in each way", async (test) => {
  const { page } = test;
  await openStudio(test, "#tab=blend");
  await page.locator("#blend .notice:not(:empty)").waitFor();
  const steps = '#blend [role="option"] canvas';
  const ends = await page.locator("#blend figure canvas")
    .evaluateAll((all) => all.map((it) => (it as HTMLCanvasElement).toDataURL()));
  for (const way of ["entries", "swap", "seam"]) {
    const middle = await pixelsOf(page, "#blend .stage canvas");
    await page.check(`#blend [value="${way}"]`);
    if (way !== "entries") await changed(page, "#blend .stage canvas", middle);
    const strip = await page.locator(steps)
      .evaluateAll((all) => all.map((it) => (it as HTMLCanvasElement).toDataURL()));
    assertEquals([strip[0], strip.at(-1)], ends, way);
    assert(new Set(strip).size >= 4, `${way} has ${new Set(strip).size} pictures`);
  }
  const hint = await page.innerText("#blend .hint");
  assertMatch(hint, /drawn by the model/);
}, SHIPPED_ONLY);
