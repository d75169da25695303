import { assertMatch } from "@std/assert";
import { repositoryRoot } from "../../cli/repository_root.ts";
import { buildPrograms } from "../../scripts/pages/build_programs.ts";
import { browserTest } from "../support/browser.ts";

browserTest("examples/widget.html draws three pictures", async ({ page, server, host }) => {
  const root = repositoryRoot();
  const [program] = (await buildPrograms(root, ["examples/widget.mts"])).values();
  const fill = (text: string) =>
    text.replaceAll("http://127.0.0.1:8000", server).replaceAll("/models/mnist/", "/models/tiny/");
  const html = fill(await Deno.readTextFile(`${root}/examples/widget.html`));
  const files = { "widget.js": fill(new TextDecoder().decode(program)) };
  await page.goto(host({ html, files }));
  const status = page.locator("output", { hasText: "seed 3" });
  await status.waitFor();
  assertMatch(await status.innerText(), /^seed 3: \d+ × \d+ codes in [\d.]+ ms on /);
});
