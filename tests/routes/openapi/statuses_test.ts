import { assert } from "@std/assert";
import { Random } from "../../../core/random/random.ts";
import { fuzzRequest } from "../../support/fuzz/requests.ts";
import { openTestApp } from "../../support/test_app.ts";

const REQUESTS = 1500;

/** What the test reads of the document. */
interface Described {
  readonly paths: Record<string, Record<string, { responses: Record<string, Reply> }>>;
  readonly components: { readonly responses: Record<string, Reply> };
}

interface Reply {
  readonly $ref?: string;
  readonly content?: Record<string, unknown>;
}

const { request } = openTestApp();
const document: Described = await (await request("/openapi.json")).json();

/** What the document says of an operation's replies, by status; undefined if it has no such operation. */
function repliesOf(method: string, address: string): Record<string, Reply> | undefined {
  const { pathname } = new URL(`http://localhost${address}`);
  for (const [path, item] of Object.entries(document.paths)) {
    const pattern = path.replaceAll(/[.]/g, "\\.").replaceAll(/\{\w+\}/g, "[^/]+");
    if (new RegExp(`^${pattern}$`).test(pathname)) return item[method.toLowerCase()]?.responses;
  }
}

Deno.test("Replies to mutated requests have statuses and types of the document", async () => {
  const seen = new Set<number>();
  for (let i = 0; i < REQUESTS; i++) {
    const { path, ...init } = fuzzRequest(new Random(2, i));
    const address = path.replaceAll("tiny", "fake");
    const replies = repliesOf(init.method === "HEAD" ? "GET" : init.method, address);
    if (replies === undefined) continue;
    const reply = await request(address, init);
    await reply.body?.cancel();
    const told = `${init.method} ${address.slice(0, 200)} ${reply.status}`;
    const described = replies[reply.status];
    assert(described !== undefined, told);
    const { content = {} } = described.$ref === undefined
      ? described
      : document.components.responses[described.$ref.split("/").at(-1)!];
    const type = reply.headers.get("content-type")?.split(";")[0] ?? "none";
    assert(reply.status === 304 ? reply.headers.has("etag") : type in content, `${told} ${type}`);
    seen.add(reply.status);
  }
  for (const status of [200, 206, 304, 400, 404, 406, 413, 414, 415, 416, 422]) {
    assert(seen.has(status), `no ${status} in ${[...seen]}`);
  }
});
