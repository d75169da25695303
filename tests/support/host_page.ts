/** A page of another site than the server's, which embeds what the server has. */
export interface HostPage {
  readonly html: string;
  /** Of the page, such as its policy. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further files by path: scripts and styles, where the page's policy allows none within it. */
  readonly files?: Readonly<Record<string, string>>;
}

const TYPES: Readonly<Record<string, string>> = { css: "text/css", js: "text/javascript" };

/** Serves a page on a free port, under another name for this machine than servers are reached by. */
export function serveHostPage({ html, headers, files = {} }: HostPage) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/") {
      return new Response(html, { headers: { ...headers, "content-type": "text/html" } });
    }
    if (pathname === "/favicon.ico") return new Response(null, { status: 204 });
    const file = files[pathname.slice(1)];
    if (file === undefined) return new Response("no such file", { status: 404 });
    const type = TYPES[pathname.split(".").at(-1)!] ?? "text/plain";
    return new Response(file, { headers: { "content-type": type } });
  });
  return { url: `http://localhost:${server.addr.port}/`, end: () => server.shutdown() };
}
