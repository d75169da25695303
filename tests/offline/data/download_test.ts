import { assert, assertEquals, assertRejects } from "@std/assert";
import { DataError } from "../../../offline/data/data_error.ts";
import { download, type DownloadOptions } from "../../../offline/data/download.ts";
import type { DataProgress } from "../../../offline/data/progress.ts";
import { sha256, withFolder, withServer } from "./tiny_files.ts";

const CONTENT = Uint8Array.from({ length: 200_000 }, (_, at) => (at * at) % 251);

type Handler = (request: Request) => Response | Promise<Response>;

/** Downloads what `handler` serves into a new folder and hands over the path and the call. */
async function attempt(
  handler: Handler,
  use: (path: string, run: () => Promise<void>) => Promise<void>,
  options: Partial<DownloadOptions> = {},
): Promise<void> {
  await withFolder((folder) =>
    withServer(handler, async (address) => {
      const path = `${folder}/file.bin`;
      await use(path, () =>
        download({
          urls: [`${address}/file.bin`],
          path,
          maxBytes: CONTENT.length,
          retryDelayMs: 0,
          check: async (part) => {
            const actual = sha256(await Deno.readFile(part));
            if (actual !== sha256(CONTENT)) throw new DataError(`it is ${actual}`);
          },
          ...options,
        }));
    })
  );
}

async function namesBeside(path: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(path.slice(0, path.lastIndexOf("/")))) names.push(name);
  return names.sort();
}

/** Sends the first part, then breaks the connection: the promised length never comes. */
function cut(content: Uint8Array): Response {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(content.slice(0, 70_000));
      await new Promise((resolve) => setTimeout(resolve, 20));
      controller.close();
    },
  });
  return new Response(body, { headers: { "content-length": String(content.length) } });
}

/** Serves ranges as RFC 9110 says. */
function ranged(request: Request): Response {
  const range = /^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "");
  if (range === null) return new Response(CONTENT);
  const start = Number(range[1]);
  if (start >= CONTENT.length) return new Response("", { status: 416 });
  return new Response(CONTENT.slice(start), {
    status: 206,
    headers: { "content-range": `bytes ${start}-${CONTENT.length - 1}/${CONTENT.length}` },
  });
}

Deno.test("download() writes the whole file and tells progress", async () => {
  let last = [0, 0];
  const progress = ({ done, total }: DataProgress) => last = [done, total ?? -1];
  await attempt(ranged, async (path, run) => {
    await run();
    assertEquals(await Deno.readFile(path), CONTENT);
    assertEquals(await namesBeside(path), ["file.bin"]);
  }, { progress });
  assertEquals(last, [CONTENT.length, CONTENT.length]);
});

Deno.test("download() follows a redirect", () =>
  attempt((request) => {
    const url = new URL(request.url);
    return url.pathname === "/moved" ? ranged(request) : Response.redirect(new URL("/moved", url));
  }, async (path, run) => {
    await run();
    assertEquals(await Deno.readFile(path), CONTENT);
  }));

Deno.test("download() resumes a connection that broke", async () => {
  const ranges: (string | null)[] = [];
  await attempt((request) => {
    ranges.push(request.headers.get("range"));
    return ranges.length === 1 ? cut(CONTENT) : ranged(request);
  }, async (path, run) => {
    await run();
    assertEquals(await Deno.readFile(path), CONTENT);
  });
  assertEquals(ranges, [null, "bytes=70000-"]);
});

Deno.test("download() keeps what came for the next call when every attempt breaks", () =>
  attempt(() => cut(CONTENT), async (path, run) => {
    await assertRejects(run, DataError, "Cannot download");
    assertEquals(await namesBeside(path), ["file.bin.part"]);
    assertEquals((await Deno.stat(`${path}.part`)).size, 70_000);
  }));

Deno.test("download() starts again where the server does not resume", async () => {
  for (const other of [() => new Response(CONTENT), staleRange]) {
    await attempt(other, async (path, run) => {
      await Deno.writeFile(`${path}.part`, CONTENT.subarray(0, 50_000));
      await run();
      assertEquals(await Deno.readFile(path), CONTENT);
    });
  }
});

/** Answers a range with another one. */
function staleRange(request: Request): Response {
  if (!request.headers.has("range")) return new Response(CONTENT);
  const headers = { "content-range": `bytes 7-199999/200000` };
  return new Response(CONTENT.slice(7), { status: 206, headers });
}

Deno.test("download() starts again when the part left behind is whole or wrong", async () => {
  for (const left of [CONTENT, new Uint8Array(50_000).fill(1)]) {
    await attempt(ranged, async (path, run) => {
      await Deno.writeFile(`${path}.part`, left);
      await run();
      assertEquals(await Deno.readFile(path), CONTENT);
    });
  }
});

Deno.test("download() refuses and removes a file that fails the check, asking once", async () => {
  let asked = 0;
  await attempt(() => {
    asked++;
    return new Response(CONTENT.slice(1));
  }, async (path, run) => {
    await assertRejects(run, DataError, "Cannot use the download");
    assertEquals(await namesBeside(path), []);
  });
  assertEquals(asked, 1);
});

Deno.test("download() breaks off a file over the limit", () =>
  attempt(
    ranged,
    async (path, run) => {
      await assertRejects(run, DataError, "199999 bytes");
      assert(!(await namesBeside(path)).includes("file.bin"));
    },
    { maxBytes: CONTENT.length - 1 },
  ));

Deno.test("download() takes a 404 as final and goes to the next address", async () => {
  let asked = 0;
  await attempt(() => {
    asked++;
    return new Response("none", { status: 404 });
  }, async (_, run) => {
    await assertRejects(run, DataError, "expected status 200, got 404");
  });
  assertEquals(asked, 1);
  const missing = () => new Response("none", { status: 404 });
  await withServer(
    missing,
    (lost) =>
      withServer(ranged, (mirror) =>
        attempt(ranged, async (path) => {
          const urls = [`${lost}/file.bin`, `${mirror}/file.bin`];
          await download({ urls, path, maxBytes: CONTENT.length, check: async () => {} });
          assertEquals(await Deno.readFile(path), CONTENT);
        })),
  );
});

Deno.test("download() breaks off an address that goes silent", () =>
  attempt(
    () => new Promise<Response>((resolve) => setTimeout(() => resolve(new Response("late")), 300)),
    async (_, run) => {
      await assertRejects(run, DataError, "nothing for 50 ms");
    },
    { stallMs: 50, attempts: 1 },
  ));

Deno.test("download() says in one line that there is no network", () =>
  withFolder(async (folder) => {
    const refused = () => Promise.reject(new TypeError("error sending request: no route"));
    const error = await assertRejects(() =>
      download({
        urls: ["https://example.org/file.bin"],
        path: `${folder}/file.bin`,
        maxBytes: 1,
        check: async () => {},
        retryDelayMs: 0,
        fetch: refused,
      }), DataError);
    assertEquals(error.message.split("\n").length, 1);
    assert(error.message.startsWith(`Cannot download "https://example.org/file.bin": `));
  }));
