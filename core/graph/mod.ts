/** The graph: tensors, ops, their shape rules, derivatives and plain references. */
export * from "./tensor.ts";
export * from "./graph.ts";
export * from "./shape_error.ts";
export * from "./reference.ts";
export * from "./initializers.ts";
export * from "./ops/mod.ts";
