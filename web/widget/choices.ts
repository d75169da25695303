import type { BackendChoice } from "../runtime/page_model.ts";
import { SettingError } from "./settings.ts";

/** What the controls may hold, in their order. */
export const CONTROLS = ["new", "seed", "class", "temperature", "download"] as const;
export type Control = typeof CONTROLS[number];

const BACKENDS = ["auto", "webgpu", "wasm"] as const satisfies readonly BackendChoice[];
const LOADINGS = ["eager", "lazy"] as const;
export type Loading = typeof LOADINGS[number];

/** The controls named by an attribute: all if it is empty, none if it is absent. @throws {SettingError} */
export function wantedControls(words: string | null): ReadonlySet<Control> {
  if (words === null) return new Set();
  const named = words.split(/\s+/).filter((word) => word !== "");
  const unknown = named.find((word) => !isOneOf(CONTROLS, word));
  if (unknown !== undefined) {
    throw new SettingError("controls", `empty or some of ${CONTROLS.join(", ")}`, words);
  }
  return new Set(CONTROLS.filter((name) => named.length === 0 || named.includes(name)));
}

/** @throws {SettingError} */
export function backendChoice(text: string | null): BackendChoice {
  return oneOf(BACKENDS, { name: "backend", text: text ?? BACKENDS[0] });
}

/** @throws {SettingError} */
export function loadingChoice(text: string | null): Loading {
  return oneOf(LOADINGS, { name: "loading", text: text ?? LOADINGS[0] });
}

function oneOf<Word extends string>(
  words: readonly Word[],
  { name, text }: { name: string; text: string },
): Word {
  if (isOneOf(words, text)) return text;
  throw new SettingError(name, `one of ${words.join(", ")}`, text);
}

function isOneOf<Word extends string>(words: readonly Word[], text: string): text is Word {
  return (words as readonly string[]).includes(text);
}
