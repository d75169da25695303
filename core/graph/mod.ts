/** The graph: tensors, ops, their shape rules, derivatives and plain references. */
export * from "./tensor_type.ts";
export * from "./attribute_kinds.ts";
export * from "./graph.ts";
export * from "./shape_error.ts";
export * from "./reference.ts";
export * from "./initializers.ts";
export * from "./ops/mod.ts";
export * from "./registry.ts";
export * from "./unsupported.ts";
export {
  type FileAttributes,
  type FileConstant,
  type FileInput,
  type FileOp,
  type FileParameter,
  type FileTensor,
  type GraphFile,
  instantiate,
  splice,
  type Visit,
} from "./graph_file.ts";
export { GraphFileError } from "./graph_file_error.ts";
export { GRAPH_LIMITS, readGraphFile } from "./read_graph_file.ts";
export type { Side } from "./side.ts";
export { traceGraph } from "./trace_graph.ts";
export { CodeRangeError, codeRanges } from "./code_ranges.ts";
