import { assert, assertEquals, assertMatch } from "@std/assert";
import { SLOW } from "../support/contract/load.ts";
import { type Nginx, NGINX_MISSING, withNginx } from "../support/nginx.ts";
import { ServerProcess } from "../support/server_process.ts";

const PREFIXES = ["", "/tessera"];
const AN_HOUR = 20;
const TRIES = 20;
/** Less than four pictures of the slow model take. */
const DRAWING_MS = 6;
const ENV = { TRUSTED_PROXIES: "1", RATE_LIMIT: `${AN_HOUR}/3600` };

/** A server behind nginx, and a client of it at an address of this machine. */
interface Behind {
  readonly nginx: Nginx;
  /** Of the server alone. */
  readonly server: ServerProcess;
  fetch(path: string, init?: RequestInit & { from?: string }): Promise<Response>;
}

async function behindNginx(
  prefix: string,
  use: (behind: Behind) => Promise<void>,
): Promise<void> {
  const server = await ServerProcess.start({ ...SLOW, env: { ...ENV, BASE_PATH: prefix } });
  try {
    const upstream = new URL(await server.address()).port;
    await withNginx({ upstream, prefix }, async (nginx) => {
      const clients = new Map<string, Deno.HttpClient>();
      const client = (localAddress: string) => {
        const caCerts = [nginx.certificate];
        const made = clients.get(localAddress) ??
          Deno.createHttpClient({ caCerts, localAddress });
        clients.set(localAddress, made);
        return made;
      };
      const behind: Behind = {
        nginx,
        server,
        fetch: (path, { from = "127.0.0.1", ...init } = {}) =>
          fetch(new URL(path, nginx.https), { ...init, client: client(from) }),
      };
      try {
        while ((await drained(behind.fetch(`${prefix}/readyz`))).status !== 200);
        await use(behind);
      } finally {
        for (const client of clients.values()) client.close();
      }
    });
  } finally {
    await server.end();
  }
}

async function drained(reply: Promise<Response>): Promise<Response> {
  const { body } = await reply;
  await body?.cancel();
  return await reply;
}

/** Addresses that a page loads or leads to. */
function linksOf(html: string): string[] {
  return [...html.matchAll(/\b(?:href|src)="([^"#]+)"/g)].map(([, link]) => link);
}

for (const prefix of PREFIXES) {
  Deno.test({
    name: `deploy/nginx.conf serves all ${prefix === "" ? "of a host" : "under a prefix"}` +
      (NGINX_MISSING && ` (${NGINX_MISSING})`),
    ignore: NGINX_MISSING !== "",
    fn: (t) =>
      behindNginx(prefix, async (behind) => {
        await t.step("HTTP leads to HTTPS", async () => {
          const init = { redirect: "manual" } as const;
          const plain = await drained(fetch(`${behind.nginx.http}${prefix}/docs?a=b`, init));
          assertEquals(plain.status, 301);
          assertEquals(plain.headers.get("location"), `https://127.0.0.1${prefix}/docs?a=b`);
        });
        await t.step("pages and all that they load are there", async () => {
          for (const page of ["/", "/docs", "/embed.html"]) {
            const reply = await behind.fetch(prefix + page);
            assertEquals(reply.status, 200, page);
            const address = new URL(prefix + page, behind.nginx.https);
            for (const link of linksOf(await reply.text())) {
              const target = new URL(link, address);
              if (target.origin !== address.origin || link.includes("models/mnist/")) continue;
              assert(target.pathname.startsWith(`${prefix}/`), `${page} leads to ${link}`);
              const { status } = await drained(behind.fetch(target.href));
              assertEquals(status, 200, `${page} leads to ${link}`);
            }
          }
          for (const path of ["/metrics", "/none", "x/models"]) {
            assertEquals((await drained(behind.fetch(prefix + path))).status, 404, path);
          }
        });
        await t.step("rows leave as they are drawn", async () => {
          // All events fit into nginx's buffers: held back, they would come at one moment every time.
          let spread = 0;
          for (let i = 0; i < TRIES && spread < DRAWING_MS; i++) {
            const reply = await behind.fetch(`${prefix}/generate?n=4&seed=${i}`, {
              from: `127.0.1.${i + 1}`,
              headers: { accept: "text/event-stream" },
            });
            const times: number[] = [];
            let all = "";
            for await (const text of reply.body!.pipeThrough(new TextDecoderStream())) {
              times.push(performance.now());
              all += text;
            }
            assertMatch(all, /^event: row\n.*event: done\n/s);
            assert(all.length < 4000, `${all.length}`);
            spread = times.at(-1)! - times[0];
          }
          assert(spread >= DRAWING_MS, "all came at once");
        });
        await t.step("a body over the limit is refused by the server, in its words", async () => {
          const reply = await behind.fetch(`${prefix}/encode`, {
            method: "POST",
            headers: { "content-type": "image/png" },
            body: new Uint8Array(4 * 2 ** 20 + 1),
          });
          assertEquals(reply.status, 413);
          assertEquals(reply.headers.get("content-type"), "application/problem+json");
          await reply.body?.cancel();
        });
        await t.step("a client is its own address, whatever it says", async () => {
          const statuses: number[] = [];
          for (let i = 0; i <= AN_HOUR; i++) {
            const headers = { "x-forwarded-for": `10.0.0.${i}` };
            const reply = behind.fetch(`${prefix}/generate?seed=1`, { from: "127.0.0.2", headers });
            statuses.push((await drained(reply)).status);
          }
          assertEquals(statuses.filter((status) => status === 429).length, 1);
          const other = behind.fetch(`${prefix}/generate?seed=1`, { from: "127.0.0.3" });
          assertEquals((await drained(other)).status, 200);
        });
      }),
  });
}
