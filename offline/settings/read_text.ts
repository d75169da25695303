import { constants, isObject, type Rule } from "./schema_walk.ts";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The values that a text can stand for where a value must follow one of the rules, the likeliest first.
 * Bounds are not checked: `99` is a number where a number up to 64 is wanted. Lists and objects are JSON.
 */
export function valuesOfText(text: string, rules: readonly Rule[]): unknown[] {
  return rules.flatMap((rule) => {
    const allowed = constants(rule);
    if (allowed) return allowed.filter((value) => String(value) === text);
    switch (rule.type) {
      case "integer":
      case "number":
        return NUMBER.test(text) ? [Number(text)] : [];
      case "boolean":
        return text === "true" || text === "false" ? [text === "true"] : [];
      case "null":
        return text === "null" ? [null] : [];
      case "string":
        return [text];
      case "array":
        return parseJson(text).filter(Array.isArray);
      case "object":
        return parseJson(text).filter(isObject);
      default:
        return [...parseJson(text), text];
    }
  });
}

function parseJson(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}
