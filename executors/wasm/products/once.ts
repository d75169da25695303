import type { FunctionBuilder, ModuleBuilder } from "../assembler/mod.ts";

const made = new WeakMap<ModuleBuilder, Map<string, FunctionBuilder>>();

/**
 * The function that `make` writes for a shape, once in a module: products of the same shape share it.
 * @param shape Plain data, all that the function depends on.
 */
export function once<S>(
  module: ModuleBuilder,
  make: (module: ModuleBuilder, shape: S) => FunctionBuilder,
  shape: S,
): FunctionBuilder {
  let known = made.get(module);
  if (!known) made.set(module, known = new Map());
  const key = make.name + JSON.stringify(shape);
  let one = known.get(key);
  if (!one) known.set(key, one = make(module, shape));
  return one;
}
