import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import { negotiate } from "../../../routes/http/accept.ts";
import { Problem } from "../../../routes/http/problem.ts";

const OFFERS = ["image/png", "application/json"] as const;

function chosen(accept: string | undefined): Promise<string> {
  const app = new Hono().get("/", (c) => c.text(negotiate(c, OFFERS)))
    .onError((error, c) => c.text(error instanceof Problem ? String(error.status) : "?"));
  const headers = accept === undefined ? undefined : { accept };
  return Promise.resolve(app.request("/", { headers })).then((reply) => reply.text());
}

for (
  const [accept, expected] of [
    [undefined, "image/png"],
    ["", "image/png"],
    ["*/*", "image/png"],
    ["image/*", "image/png"],
    ["application/json", "application/json"],
    ["application/json, */*;q=0.1", "application/json"],
    ["image/png;q=0.5, application/json;q=0.9", "application/json"],
    ["image/avif,image/webp,*/*;q=0.8", "image/png"],
    ["*/*, image/png;q=0", "application/json"],
    ["APPLICATION/JSON", "application/json"],
    ["text/html", "406"],
    ["image/png;q=0", "406"],
    ["image/png;q=2", "406"],
    [",;,", "406"],
  ] as const
) {
  Deno.test(`negotiate() answers Accept [${accept}] with ${expected}`, async () => {
    assertEquals(await chosen(accept), expected);
  });
}
