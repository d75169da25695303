import { childOf, fitting, isObject, type Rule, rulesOfKey, type RuleTree } from "./schema_walk.ts";

/**
 * A copy of a configuration with another value at a path. Where the value chooses another alternative of the
 * schema, settings that the new one does not have are left out.
 */
export function replaceSetting(
  tree: RuleTree,
  config: unknown,
  keys: readonly string[],
  value: unknown,
): unknown {
  const replaced = (rules: readonly Rule[], at: unknown, [key, ...rest]: readonly string[]) => {
    const inner = rulesOfKey(tree, rules, { value: at, key });
    const child: unknown = rest.length === 0 ? value : replaced(inner, childOf(at, key), rest);
    if (Array.isArray(at)) return at.with(Number(key), child);
    const next = { ...isObject(at) ? at : {}, [key]: child };
    return rules.length > 1 ? withoutOthers(fitting(rules, next), next) : next;
  };
  return replaced(tree.top, config, keys);
}

function withoutOthers(
  rules: readonly Rule[],
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const has = (name: string) =>
    rules.some(({ additionalProperties, properties = {} }) =>
      additionalProperties !== false || Object.hasOwn(properties, name)
    );
  return Object.fromEntries(Object.entries(value).filter(([name]) => has(name)));
}
