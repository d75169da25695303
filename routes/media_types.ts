const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  gz: "application/gzip",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  jsonl: "application/x-ndjson",
  md: "text/markdown; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  onnx: "application/octet-stream",
  png: "image/png",
  safetensors: "application/octet-stream",
  svg: "image/svg+xml",
  ts: "application/typescript; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
};

/** The media type of a file, by its ending. */
export function mediaTypeOf(path: string): string {
  const ending = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return Object.hasOwn(TYPES, ending) ? TYPES[ending] : "application/octet-stream";
}
