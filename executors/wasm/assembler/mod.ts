/** Writes WebAssembly modules at run time. */
export type { Code, ValueType } from "./encode.ts";
export { FunctionBuilder, Local, type Signature } from "./function.ts";
export { f32, f32x4, i32, i32x4, v128 } from "./instructions.ts";
export { block, branch, choose, forEach, leave, loop, select, sequence, when } from "./control.ts";
export { type MemoryType, ModuleBuilder, PAGE_BYTES, type VectorRegisters } from "./module.ts";
