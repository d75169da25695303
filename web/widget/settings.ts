import type { Manifest } from "../../core/bundle/mod.ts";
import { classIndex } from "../../generation/class_label.ts";
import { MAX_GUIDANCE, MAX_SEED, MAX_TEMPERATURE } from "../../generation/settings.ts";
import { PageModelError } from "../runtime/page_model.ts";

/** Numbers that say what is drawn; those that are left out are drawn or have no effect. */
export interface Settings {
  /** Whole, in [0, 2^32). */
  seed?: number;
  /** Index of the class, in [0, number of classes). */
  class?: number;
  /** In [0, 4]; default 1. */
  temperature?: number;
  /** Whole, in [1, K]. */
  topK?: number;
  /** In (0, 1]. */
  topP?: number;
  /** In [0, 10]; default 1, off. */
  guidance?: number;
}

/** An invalid value of a setting. */
export class SettingError extends PageModelError {
  /** @param setting Name of the attribute or option. */
  constructor(readonly setting: string, rule: string, value: unknown) {
    const shown = typeof value === "string" ? JSON.stringify(value) : `[${String(value)}]`;
    super("invalid", `Cannot draw: expected ${setting} to be ${rule}, got ${shown}`);
  }
}

/** What a setting is called in HTML; those it lacks are options of `generate()` only. */
export const SETTING_ATTRIBUTES = {
  seed: "seed",
  class: "class-label",
  temperature: "temperature",
  topK: "top-k",
  topP: "top-p",
} as const satisfies Partial<Record<keyof Settings, string>>;

/** What a setting may be: numbers from `least`, which is left out if `above`, to `most`. */
interface Range {
  readonly whole?: true;
  readonly above?: true;
  readonly least: number;
  readonly most: number;
}

/** Every setting but the class, which {@link classIndex} reads. */
function ranges(
  { space }: Manifest,
): Readonly<Record<Exclude<keyof Settings, "class">, Range>> {
  return {
    seed: { whole: true, least: 0, most: MAX_SEED },
    temperature: { least: 0, most: MAX_TEMPERATURE },
    topK: { whole: true, least: 1, most: space.kind === "codes" ? space.size : 1 },
    topP: { above: true, least: 0, most: 1 },
    guidance: { least: 0, most: MAX_GUIDANCE },
  };
}

/** A setting as given; null, undefined and empty text mean none. */
export interface GivenSetting {
  /** The name of the attribute or option. */
  readonly name: string;
  readonly value: unknown;
}

/** Checks given settings for a model. @throws {SettingError} */
export function checkSettings(
  given: Partial<Record<keyof Settings, GivenSetting>>,
  manifest: Manifest,
): Settings {
  const allowed = ranges(manifest);
  const settings: Settings = {};
  for (const key of Object.keys(allowed) as (keyof typeof allowed)[]) {
    const { name, value } = given[key] ?? { name: key, value: null };
    if (isNone(value)) continue;
    settings[key] = numberWithin(allowed[key], { name, value });
  }
  if (given.class && !isNone(given.class.value)) settings.class = classOf(given.class, manifest);
  return settings;
}

function classOf({ name, value }: GivenSetting, { classes }: Manifest): number {
  if (classes.length === 0) {
    throw new SettingError(name, "left out for a model without classes", value);
  }
  const isLabel = typeof value === "number" || typeof value === "string";
  const index = isLabel ? classIndex(value, classes) : undefined;
  if (index !== undefined) return index;
  throw new SettingError(name, `a class's name, or an index in [0, ${classes.length - 1}]`, value);
}

/** The number that a text says, null if it says none. */
export function numberOf(text: unknown): number | null {
  if (isNone(text)) return null;
  const number = typeof text === "number" ? text : Number(text);
  return Number.isFinite(number) ? number : null;
}

function isNone(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === "string" && !value.trim());
}

function numberWithin(range: Range, { name, value }: GivenSetting): number {
  const number = numberOf(value);
  const { whole, above, least, most } = range;
  const fits = number !== null && (above ? number > least : number >= least) && number <= most &&
    (!whole || Number.isInteger(number));
  if (!fits) throw new SettingError(name, ruleText(range), value);
  return number;
}

function ruleText({ whole, above, least, most }: Range): string {
  return `a ${whole ? "whole number" : "number"} in ${above ? "(" : "["}${least}, ${most}]`;
}
