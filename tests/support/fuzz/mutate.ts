import type { Random } from "../../../core/random/random.ts";

/** Texts that parsers have stumbled over. */
export const NASTY: readonly string[] = [
  ...[
    "",
    " ",
    "0",
    "-0",
    "-1",
    "1.5",
    "1e400",
    "NaN",
    "Infinity",
    "0x10",
    "4294967296",
    "9".repeat(400),
  ],
  ...[
    "null",
    "true",
    "[]",
    "{}",
    "__proto__",
    "constructor",
    "toString",
    "../../deno.json",
    "tiny/..",
  ],
  ...[
    "\u0000",
    "\ud800",
    "💥",
    "'; DROP TABLE models; --",
    "<script>alert(1)</script>",
    "a".repeat(3000),
  ],
  ...["%", "%zz", "%2e%2e%2f", "1,2,3", ",", "0,", "0,0,0,7,8", "one", "zero", "1", "7"],
];

const VALUES: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e308, -1e308, 2 ** 32, 2 ** 53, "", "7", [], {}, [[]], [[[]]]],
  ...[[null], [[null]], { __proto__: 1 }, "x".repeat(2000), Array(3000).fill(0), [[0, 1], [2]]],
];

/** One of a list. */
export function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[random.integer(items.length)];
}

/** The text, or a part of it, or twice. */
export function mutateText(text: string, random: Random): string {
  const kind = random.integer(4);
  if (kind === 0) return text.slice(random.integer(text.length + 1));
  return kind === 1 ? text + text : text;
}

/** The value with one member, at any depth, replaced, removed, added or wrapped. */
export function mutateValue(value: unknown, random: Random): unknown {
  if (typeof value !== "object" || value === null || random.uniform() < 0.15) {
    return random.uniform() < 0.1 ? nested(random.integer(2000)) : pick(VALUES, random);
  }
  const entries = Object.entries(value);
  if (Array.isArray(value)) {
    const at = random.integer(value.length + 1);
    if (at === value.length) return [...value, pick(VALUES, random)];
    return value.map((item, i) => i === at ? mutateValue(item, random) : item);
  }
  const name = pick([...entries.map(([name]) => name), pick(NASTY, random)], random);
  const inner = (value as Record<string, unknown>)[name];
  const changed: Record<string, unknown> = { ...value, [name]: mutateValue(inner, random) };
  if (random.uniform() < 0.1) delete changed[name];
  return changed;
}

/** JSON text cut, deepened, repeated or with other bytes. */
export function mutateJsonText(text: string, random: Random): string {
  const kind = random.integer(5);
  if (kind === 0) return text.slice(0, random.integer(text.length + 1));
  if (kind === 1) {
    return text.replace(/[[{]/, (opening) => opening.repeat(1 + random.integer(30_000)));
  }
  if (kind === 2) return text + text;
  if (kind === 3) {
    return text.replace(
      /\d/,
      pick(["1e999", "-", "0x1", "NaN", "00", "1.", "9".repeat(500)], random),
    );
  }
  return `${" ".repeat(random.integer(70_000))}${text}`;
}

/** The bytes with some flipped, cut, or put in twice. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const kind = random.integer(3);
  if (bytes.length === 0 || kind === 0) {
    return Uint8Array.from({ length: 40 }, () => random.integer(256));
  }
  const changed = new Uint8Array(bytes);
  if (kind === 1) return changed.slice(0, random.integer(bytes.length));
  for (let i = random.integer(5); i >= 0; i--) {
    changed[random.integer(bytes.length)] ^= 1 << random.integer(8);
  }
  return changed;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { codes: value };
  return value;
}
