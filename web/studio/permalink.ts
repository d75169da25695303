import { classIndex, classText } from "../../generation/class_label.ts";
import { MAX_GUIDANCE, MAX_SEED, MAX_TEMPERATURE } from "../../generation/settings.ts";
import { type Bench, benchOf, markErased } from "./bench.ts";
import { isBlendWay } from "./blend.ts";
import { codesOfText, codesText, positionsOfText, positionsText } from "./codes_text.ts";
import { codeCount, findCard, type ModelCard, type ModelList } from "./model_card.ts";
import {
  BACKENDS,
  COUNTS,
  type Ends,
  FIRST_STATE,
  type StudioState,
  type Tab,
  TABS,
} from "./state.ts";

/** The state as the part of an address after `#`: what differs from the first state. */
export function hashOf(state: StudioState, card: ModelCard): string {
  const { bench, ends } = state;
  const size = card.codebook.size;
  const words: Record<string, string | number | undefined> = {
    tab: state.tab,
    model: card.id,
    backend: state.backend,
    seed: state.seed,
    n: state.count,
    class: labelText(state.class, card),
    temperature: state.temperature,
    top_k: state.topK,
    top_p: state.topP,
    guidance: state.guidance,
    chosen: state.chosen,
    codes: bench && codesText(bench.codes, size),
    erased: bench && bench.erased.size > 0
      ? positionsText(bench.erased, bench.codes.length)
      : undefined,
    codes_class: labelText(bench?.class, card),
    entry: state.entry,
    from: ends && codesText(ends.from, size),
    to: ends && codesText(ends.to, size),
    way: state.blendWay,
    at: state.blendAt,
  };
  const given = Object.entries(words)
    .filter(([name, word]) => word !== undefined && word !== USUAL[name]);
  return new URLSearchParams(given.map(([name, word]) => [name, String(word)])).toString();
}

/** Defaults that a link leaves out. Model and seed are always included, as they determine the pictures. */
const USUAL: Readonly<Record<string, unknown>> = {
  tab: FIRST_STATE.tab,
  backend: FIRST_STATE.backend,
  n: FIRST_STATE.count,
  temperature: FIRST_STATE.temperature,
  top_p: FIRST_STATE.topP,
  guidance: FIRST_STATE.guidance,
  chosen: FIRST_STATE.chosen,
  entry: FIRST_STATE.entry,
  way: FIRST_STATE.blendWay,
  at: FIRST_STATE.blendAt,
};

/** The tab that an address names, which it does for any model. */
export function tabOfHash(hash: string): Tab {
  const name = new URLSearchParams(hash.replace(/^#/, "")).get("tab");
  return oneOf(TABS, name) ?? FIRST_STATE.tab;
}

/** The state that an address holds; what is not there, or out of range, is as in the first state. */
export function stateOfHash(hash: string, list: ModelList): StudioState {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const card = findCard(list, words.get("model") ?? "");
  const { size } = card.codebook;
  const number = (name: string, range: Range) => numberIn(words.get(name), range);
  const label = (name: string) => classIndex(words.get(name) ?? "", card.classes);
  return {
    tab: tabOfHash(hash),
    model: card.id,
    backend: oneOf(BACKENDS, words.get("backend")) ?? FIRST_STATE.backend,
    seed: number("seed", { least: 0, most: MAX_SEED, whole: true }) ?? FIRST_STATE.seed,
    count: oneOf(COUNTS, Number(words.get("n"))) ?? FIRST_STATE.count,
    class: label("class"),
    temperature: number("temperature", { least: 0, most: MAX_TEMPERATURE }) ??
      FIRST_STATE.temperature,
    topK: number("top_k", { least: 1, most: size, whole: true }),
    topP: number("top_p", { least: 0.01, most: 1 }) ?? FIRST_STATE.topP,
    guidance: number("guidance", { least: 0, most: MAX_GUIDANCE }) ?? FIRST_STATE.guidance,
    chosen: number("chosen", { least: 0, most: 63, whole: true }) ?? FIRST_STATE.chosen,
    bench: benchIn(words, card, label("codes_class")),
    entry: number("entry", { least: 0, most: size - 1, whole: true }) ?? FIRST_STATE.entry,
    ends: endsIn(words, card),
    blendWay: isBlendWay(words.get("way")) ?? FIRST_STATE.blendWay,
    blendAt: number("at", { least: 0, most: 1 }) ?? FIRST_STATE.blendAt,
  };
}

function labelText(label: number | undefined, { classes }: ModelCard): string | undefined {
  return label === undefined ? undefined : classText(label, classes);
}

function codesIn(words: URLSearchParams, name: string, card: ModelCard): number[] | undefined {
  return codesOfText(words.get(name) ?? "", { count: codeCount(card), size: card.codebook.size });
}

function benchIn(words: URLSearchParams, card: ModelCard, label?: number): Bench | undefined {
  const codes = codesIn(words, "codes", card);
  const erased = positionsOfText(words.get("erased") ?? "", codeCount(card));
  return codes && markErased(benchOf(codes, label), erased ?? [], true);
}

function endsIn(words: URLSearchParams, card: ModelCard): Ends | undefined {
  const from = codesIn(words, "from", card), to = codesIn(words, "to", card);
  return from && to && { from, to };
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
}

function numberIn(text: string | null, { least, most, whole }: Range): number | undefined {
  const value = text === null || text.trim() === "" ? NaN : Number(text);
  const isKind = whole ? Number.isInteger(value) : Number.isFinite(value);
  return isKind && value >= least && value <= most ? value : undefined;
}

function oneOf<T>(values: readonly T[], value: unknown): T | undefined {
  return values.find((it) => it === value);
}
