import type { Manifest } from "../../core/bundle/mod.ts";
import type { DrawRequest } from "../runtime/page_model.ts";
import { type CodeGrid, flatCodes } from "./code_grid.ts";
import { checkSettings, type GivenSetting, SETTING_ATTRIBUTES, type Settings } from "./settings.ts";

/**
 * What to draw; what is left out is as the attributes say, and null is as if the attribute were not there.
 * `classLabel` is another name of `class`: an index as a number; a name, or an index that no class has as its name, as a
 * text.
 */
export type GenerateOptions =
  & { readonly [Setting in Exclude<keyof Settings, "class">]?: number | null }
  & { readonly [Setting in "class" | "classLabel"]?: number | string | null }
  & {
    /** `[gh][gw]` or `[gh * gw]`: codes to keep, null to draw. */
    readonly codes?: CodeGrid<number | null>;
    /** Stops the drawing. */
    readonly signal?: AbortSignal;
  };

/** A request whose seed may be missing. */
export type Wanted = Omit<DrawRequest, "seed"> & { readonly seed?: number };

/** A request from an element's attributes and the options of a call. @throws {PageModelError} `invalid` */
export function wantedOf(
  element: { getAttribute(name: string): string | null },
  options: GenerateOptions,
  manifest: Manifest,
): Wanted {
  const given: Partial<Record<keyof Settings, GivenSetting>> = {};
  for (const [setting, attribute] of Object.entries(SETTING_ATTRIBUTES)) {
    given[setting as keyof Settings] = { name: attribute, value: element.getAttribute(attribute) };
  }
  for (const name of ["classLabel", ...SETTINGS] as const) {
    const setting = name === "classLabel" ? "class" : name;
    if (options[name] !== undefined) given[setting] = { name, value: options[name] };
  }
  const settings = checkSettings(given, manifest);
  if (options.codes === undefined) return settings;
  return { ...settings, kept: flatCodes(options.codes) };
}

const SETTINGS = ["seed", "class", "temperature", "topK", "topP", "guidance"] as const;
