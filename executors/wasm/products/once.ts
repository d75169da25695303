import type { FunctionBuilder, ModuleBuilder } from "../assembler/mod.ts";

/** Writes a function of a shape: plain data, all that the function depends on. */
type Maker<S> = (module: ModuleBuilder, shape: S) => FunctionBuilder;

const made = new WeakMap<ModuleBuilder, Map<unknown, Map<string, FunctionBuilder>>>();

/** The function that `make` writes for a shape, once in a module: products of the same shape share it. */
export function once<S>(module: ModuleBuilder, make: Maker<S>, shape: S): FunctionBuilder {
  const makers = entry(made, module, () => new Map<unknown, Map<string, FunctionBuilder>>());
  const shapes = entry(makers, make, () => new Map<string, FunctionBuilder>());
  return entry(shapes, JSON.stringify(shape), () => make(module, shape));
}

/** The value of a key, set at its first use. */
function entry<K, V>(
  map: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  first: () => V,
): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = first();
  map.set(key, value);
  return value;
}
