import { assert, assertEquals } from "@std/assert";
import { browserTest } from "../support/browser.ts";
import { goldenCodes } from "../support/golden.ts";
import {
  changed,
  codesOfBoard,
  openStudio,
  pixelsOf,
  settledCodes,
  SHIPPED_ONLY,
  showPanel,
} from "./studio_page.ts";

const BOARD = "#edit .board canvas";

browserTest("Painting erases codes, and completing keeps the others", async (test) => {
  const { page } = test;
  await openStudio(test);
  await showPanel(page, "edit");
  const before = await settledCodes(page);
  assertEquals(before, [...goldenCodes(7)]);
  const { x, y, width, height } = (await page.locator("#edit [role=grid]").boundingBox())!;
  const at = (row: number, column: number): [number, number] => [
    x + (column + 0.5) * width / 7,
    y + (row + 0.5) * height / 7,
  ];
  await page.mouse.move(...at(3, 0));
  await page.mouse.down();
  for (const [row, column] of [[3, 6], [4, 6], [4, 0]]) await page.mouse.move(...at(row, column));
  await page.mouse.up();
  assertEquals(await page.locator("#edit .erased").count(), 14);
  await page.click('#edit >> text="Complete"');
  await page.locator("#edit .completions", { hasText: "6 completions" }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll("#edit .erased").length === 0);
  const after = await codesOfBoard(page, "#edit");
  const isKept = (_: number, position: number) => position < 21 || position >= 35;
  assertEquals(after.filter(isKept), before.filter(isKept));
  assert(after.some((code, position) => code !== before[position]), "nothing was drawn");
  const others = page.locator('#edit .completions [role="option"]');
  assertEquals(await others.count(), 6);
  await others.nth(3).click();
  await page.waitForFunction((codes) => {
    const names = [...document.querySelectorAll("#edit [role=gridcell]")]
      .map((cell) => /code (\d+)/.exec(cell.getAttribute("aria-label")!)![1]);
    return names.join() !== codes;
  }, after.join());
  const other = await codesOfBoard(page, "#edit");
  assertEquals(other.filter(isKept), before.filter(isKept));
}, SHIPPED_ONLY);

browserTest(
  "Keys move in the grid, erase, and change a code, which changes the picture",
  async (test) => {
    const { page } = test;
    await openStudio(test);
    await showPanel(page, "edit");
    const before = await settledCodes(page);
    const picture = await pixelsOf(page, BOARD);
    const active = () =>
      page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    await page.locator("#edit [role=gridcell]").first().focus();
    for (const key of ["ArrowDown", "ArrowDown", "End", "ArrowLeft", "ArrowLeft"]) {
      await page.keyboard.press(key);
    }
    assert((await active()).startsWith("row 3, column 5,"), await active());
    assertEquals(await page.locator('#edit [role=gridcell][tabindex="0"]').count(), 1);
    await page.keyboard.press("Delete");
    assert((await active()).endsWith(", erased"), await active());
    await page.keyboard.press("Delete");
    const other = before[18] === 9 ? 8 : 9;
    await page.keyboard.press("Enter");
    await page.keyboard.type(String(other));
    await changed(page, BOARD, picture);
    await page.keyboard.press("Enter");
    assert((await active()).startsWith(`row 3, column 5, code ${other}`), await active());
    assertEquals(await codesOfBoard(page, "#edit"), before.with(18, other));
    await page.keyboard.press("Control+z");
    await page.waitForFunction(
      ([selector, before]) =>
        document.querySelector<HTMLCanvasElement>(selector)!.toDataURL() === before,
      [BOARD, picture],
    );
    assertEquals(await codesOfBoard(page, "#edit"), before);
  },
  SHIPPED_ONLY,
);

browserTest("The heat map shows what each code adds to the total", async (test) => {
  const { page } = test;
  await openStudio(test);
  await showPanel(page, "edit");
  await settledCodes(page);
  await page.check('#edit [value="surprise"]');
  const cells = page.locator("#edit [role=gridcell]");
  const nats = (await cells.allInnerTexts()).map(Number);
  const total = Number(/−([\d.]+) nats/.exec(await page.innerText("#edit .tools .facts"))![1]);
  const sum = nats.reduce((sum, it) => sum + it, 0);
  assert(Math.abs(sum - total) < 49 * 0.05 + 0.05, `${sum} is not ${total}`); // each is rounded to 0.1
  const heat = await cells.evaluateAll((all) =>
    all.map((cell) => Number((cell as HTMLElement).style.getPropertyValue("--heat")))
  );
  heat.forEach((share, i) => {
    assert(Math.abs(share - nats[i] / (2 * Math.log(32))) < 0.01, `${share}, ${nats[i]} nats`);
  });
  // Without the class the same codes are less likely.
  const told = await page.textContent("#edit .tools .facts");
  await page.selectOption("#edit .tools select", "");
  await page.waitForFunction(
    (told) => document.querySelector("#edit .tools .facts")!.textContent !== told,
    told,
  );
}, SHIPPED_ONLY);

browserTest("A link brings back the edited picture and what is erased of it", async (test) => {
  const { page } = test;
  await openStudio(test, "#seed=3&temperature=0.5");
  await showPanel(page, "edit");
  const codes = await settledCodes(page);
  const picture = await pixelsOf(page, BOARD);
  await page.locator("#edit [role=gridcell]").nth(10).focus();
  await page.keyboard.press("Delete");
  await page.waitForFunction(() => location.hash.includes("erased="));
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  await page.locator("#edit .erased").waitFor();
  assertEquals(await settledCodes(page), codes);
  assertEquals(await page.locator("#edit [role=gridcell]").nth(10).getAttribute("class"), "erased");
  assertEquals(await page.inputValue("#seed"), "3");
  assertEquals(await page.innerText("#temperature-text"), "0.50");
  assertEquals(await pixelsOf(page, BOARD), picture);
}, SHIPPED_ONLY);
