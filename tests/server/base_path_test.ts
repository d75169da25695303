import { assert, assertEquals } from "@std/assert";
import { ServerProcess } from "../support/server_process.ts";

const BASE = "/some/where";
const PAGES = ["/", "/docs", "/embed.html"];
const MODELS = new URL("../../static/models", import.meta.url).pathname;

Deno.test("BASE_PATH: all that the pages refer to is below it", async () => {
  await ServerProcess.use({ env: { BASE_PATH: BASE }, models: MODELS }, async (server) => {
    const address = await server.address();
    const seen = new Set<string>();
    for (const page of PAGES) {
      const url = new URL(BASE + page, address);
      const html = await (await fetch(url)).text();
      for (const [, target] of html.matchAll(/(?:href|src)="([^"#]+)/g)) {
        const { origin, pathname, href } = new URL(target, url);
        if (origin !== address || seen.has(href)) continue;
        seen.add(href);
        assert(pathname.startsWith(`${BASE}/`), `${page}: ${target}`);
        const reply = await fetch(href, { redirect: "manual" });
        await reply.bytes();
        assertEquals(reply.status, 200, `${page}: ${target}`);
      }
    }
    assert(seen.size > 10);
    for (const path of ["/docs/", "/docs/index.html"]) {
      const reply = await fetch(address + BASE + path);
      await reply.bytes();
      assertEquals([reply.status, reply.url], [200, `${address}${BASE}/docs`]);
    }
  });
});

Deno.test("No program of a page names an absolute path of the server", async () => {
  for (const path of ["studio.js", "widget.js", "embed.js", "docs/docs.js", "runtime/worker.js"]) {
    const text = await Deno.readTextFile(new URL(`../../static/${path}`, import.meta.url));
    const routes = "models|generate|encode|decode|codebook|openapi|docs|runtime|widget|studio";
    assertEquals(text.match(new RegExp(`["'\`]/(${routes})\\b`, "g")), null, path);
  }
});
