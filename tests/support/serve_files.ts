/** A server of files that lie in memory. */
export interface FileServer extends AsyncDisposable {
  /** With a slash at the end. */
  readonly url: string;
  /** Requested paths with their queries, in order. */
  readonly asked: string[];
}

/** Serves files by their path without the first slash; anything else is 404. */
export function serveFiles(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): FileServer {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { pathname, search } = new URL(request.url);
    asked.push(pathname + search);
    const file = files.get(pathname.slice(1));
    return file ? new Response(file) : new Response("no such file", { status: 404 });
  });
  const url = `http://127.0.0.1:${server.addr.port}/`;
  return { url, asked, [Symbol.asyncDispose]: () => server.shutdown() };
}
