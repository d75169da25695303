// Not in the import map, whose packages `deno task` and `deno install` resolve: 430 MB that only tests need.
// deno-lint-ignore no-import-prefix
export * from "npm:onnxruntime-web@1.29.0";
