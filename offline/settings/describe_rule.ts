import { constants, type Rule } from "./schema_walk.ts";

/** What a value must be, in words: `a whole number from 2 to 65536`; alternatives are joined by `or`. */
export function describeRules(rules: readonly Rule[]): string {
  const listed = [...new Set(rules.flatMap((rule) => constants(rule) ?? []))];
  const words = listed.map((value) => JSON.stringify(value)).join(", ");
  return [
    ...new Set([
      ...listed.length > 0 ? [listed.length > 1 ? `one of ${words}` : words] : [],
      ...rules.filter((rule) => constants(rule) === undefined).map(describeRule),
    ]),
  ].join(" or ");
}

function describeRule(rule: Rule): string {
  switch (rule.type) {
    case "integer":
      return `a whole number${range(rule)}${multiple(rule)}`;
    case "number":
      return `a number${range(rule)}${multiple(rule)}`;
    case "boolean":
      return "true or false";
    case "null":
      return "null";
    case "string": {
      const { minLength, maxLength, pattern } = rule;
      const length = size("characters", minLength, maxLength);
      return `text${length}${pattern === undefined ? "" : ` that matches ${pattern}`}`;
    }
    case "array": {
      const { items, prefixItems, minItems, maxItems } = rule;
      const each = typeof items === "object" && !Array.isArray(items) && prefixItems === undefined
        ? `, each ${describeRules([items])}`
        : "";
      return `a JSON list${size("values", minItems, maxItems)}${each}`;
    }
    case "object":
      return `a JSON object${
        rule.properties ? ` of ${Object.keys(rule.properties).join(", ")}` : ""
      }`;
    default:
      return "a value";
  }
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Rule): string {
  const [low, high] = [bound(minimum), bound(maximum)];
  const [above, below] = [bound(exclusiveMinimum), bound(exclusiveMaximum)];
  if (low !== undefined && high !== undefined) return ` from ${low} to ${high}`;
  const parts = [
    above !== undefined ? `above ${above}` : low !== undefined ? `of at least ${low}` : "",
    below !== undefined ? `below ${below}` : high !== undefined ? `of at most ${high}` : "",
  ].filter((it) => it !== "");
  return parts.length > 0 ? ` ${parts.join(" and ")}` : "";
}

/** Integers are bounded by what a number holds; that is no rule of the setting. */
function bound(value: number | boolean | undefined): number | undefined {
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}

function multiple({ multipleOf }: Rule): string {
  return multipleOf === undefined ? "" : `, a multiple of ${multipleOf}`;
}

function size(what: string, least: number | undefined, most: number | undefined): string {
  if (least !== undefined && least === most) return ` of ${least} ${what}`;
  if (most !== undefined) return ` of ${least ?? 0} to ${most} ${what}`;
  return least === undefined ? "" : ` of at least ${least} ${what}`;
}
