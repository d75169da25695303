import * as z from "zod";

/** What a JSON Schema says of one value. */
export type Rule = z.core.JSONSchema.BaseSchema;

/** The schema of a configuration, and a way to look up what it says of each of its values. */
export interface RuleTree {
  readonly schema: z.ZodType;
  /** What the whole configuration may be: one rule, or one for each alternative. */
  readonly top: readonly Rule[];
  /** The alternatives of a rule with its references resolved: never a `oneOf`, `anyOf`, `allOf` or `$ref`. */
  alternatives(rule: z.core.JSONSchema._JSONSchema | undefined): readonly Rule[];
}

/** Reads a zod schema as rules of what goes into it. */
export function ruleTree(schema: z.ZodType): RuleTree {
  const root: Rule = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const alternatives: RuleTree["alternatives"] = (rule) => {
    if (rule === undefined || typeof rule === "boolean") return rule === false ? [] : [{}];
    const { $ref, oneOf, anyOf, allOf, ...own } = rule;
    if ($ref !== undefined) return alternatives(referred(root, $ref));
    if (allOf !== undefined) {
      return allOf.map(alternatives).reduce<readonly Rule[]>(
        (sofar, next) => sofar.flatMap((a) => next.map((b) => merged(a, b))),
        [own],
      );
    }
    const any = oneOf ?? anyOf;
    return any === undefined ? splitTypes(own) : any.flatMap(alternatives);
  };
  return { schema, top: alternatives(root), alternatives };
}

/**
 * The alternatives that a value may be an instance of: those whose constants it has.
 * All of them where it has none's.
 */
export function fitting(rules: readonly Rule[], value: unknown): readonly Rule[] {
  if (!isObject(value)) return rules;
  const fits = rules.filter(({ properties = {} }) =>
    Object.entries(properties).every(([key, rule]) => {
      const allowed = constants(rule);
      return allowed === undefined || allowed.includes(value[key]);
    })
  );
  return fits.length > 0 ? fits : rules;
}

/** The rules of one key of a value, none where it can't have that key. */
export function rulesOfKey(
  tree: RuleTree,
  rules: readonly Rule[],
  { value, key }: { value: unknown; key: string },
): readonly Rule[] {
  const of = (them: readonly Rule[]) =>
    them.flatMap((rule) => childRules(rule, value, key)).flatMap(tree.alternatives);
  const found = of(fitting(rules, value));
  // What tells alternatives apart may be set to any alternative's constant.
  return found.length > 0 && found.every((it) => constants(it) !== undefined) ? of(rules) : found;
}

/** The rules of the value at a path, none where nothing may lie. */
export function rulesAt(
  tree: RuleTree,
  config: unknown,
  keys: readonly string[],
): readonly Rule[] {
  let [rules, value] = [tree.top, config];
  for (const key of keys) {
    rules = rulesOfKey(tree, rules, { value, key });
    value = childOf(value, key);
  }
  return rules;
}

/** The value at a path, undefined where there is none. */
export function valueAt(config: unknown, keys: readonly string[]): unknown {
  return keys.reduce(childOf, config);
}

/** The keys that a value may have by its rules. */
export function keysOf(rules: readonly Rule[], value: unknown): string[] {
  return [
    ...new Set(
      fitting(rules, value).flatMap(({ properties, items, prefixItems }) => [
        ...Object.keys(properties ?? {}),
        ...((items || prefixItems) && Array.isArray(value) ? value.keys().map(String) : []),
      ]),
    ),
  ];
}

/** The paths of all settings: of every value that holds no others. */
export function settingPaths(tree: RuleTree, value: unknown): string[] {
  const paths: string[] = [];
  const walk = (rules: readonly Rule[], at: unknown, path: readonly string[]) => {
    const keys = path.length < MAX_DEPTH && !Array.isArray(at) ? keysOf(rules, at) : [];
    if (keys.length === 0 && path.length > 0) paths.push(path.join("."));
    for (const key of keys) {
      walk(rulesOfKey(tree, rules, { value: at, key }), childOf(at, key), [...path, key]);
    }
  };
  walk(tree.top, value, []);
  return paths;
}

/** Settings lie no deeper, and a schema that refers to itself ends. */
const MAX_DEPTH = 8;

/** The value of a key, if it is the value's own. */
export function childOf(value: unknown, key: string): unknown {
  return (isObject(value) || Array.isArray(value)) && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** Whether a value is an object with keys: neither null nor a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The values that a rule lists, or undefined if it lists none. */
export function constants(rule: z.core.JSONSchema._JSONSchema): readonly unknown[] | undefined {
  if (typeof rule === "boolean") return undefined;
  return rule.enum ?? (rule.const === undefined ? undefined : [rule.const]);
}

function childRules(rule: Rule, value: unknown, key: string): z.core.JSONSchema._JSONSchema[] {
  const { properties = {}, additionalProperties, prefixItems, items } = rule;
  if (Array.isArray(value)) {
    if (!Object.hasOwn(value, key)) return [];
    const own = prefixItems?.[Number(key)] ?? (Array.isArray(items) ? undefined : items);
    return own === undefined || own === false ? [] : [own];
  }
  if (Object.hasOwn(properties, key)) return [properties[key]];
  const open = typeof additionalProperties === "object" && key !== "__proto__";
  return open ? [additionalProperties] : [];
}

function referred(root: Rule, reference: string): Rule {
  const name = reference.replace(/^#(\/\$defs\/)?/, "");
  const found = name === "" ? root : root.$defs?.[name];
  return typeof found === "object" ? found : {};
}

/** `{ type: ["number", "null"] }` as two rules. */
function splitTypes(rule: Rule): readonly Rule[] {
  const types: unknown = rule.type;
  return Array.isArray(types) ? types.map((type) => ({ ...rule, type })) : [rule];
}

function merged(a: Rule, b: Rule): Rule {
  return { ...a, ...b, properties: { ...a.properties, ...b.properties } };
}
