import { classText } from "../../generation/class_label.ts";
import type { ModelCard } from "./model_card.ts";
import type { StudioState } from "./state.ts";

/** Approximate width of a copied picture on its page. */
const WANTED_SIDE = 256;
const MAX_SCALE = 16;

/** What a sheet's picture is made with: the settings of the state, and its own seed. */
export type Recipe =
  & Pick<StudioState, "seed" | "class" | "temperature" | "topK" | "topP" | "guidance">
  & { readonly count?: number };

/** The address at which the server draws the same picture, its version in it: it may be kept for good. */
export function pictureAddress(recipe: Recipe, card: ModelCard, origin: string): string {
  const words: Record<string, string | number | undefined> = {
    model: card.id,
    version: card.version,
    seed: recipe.seed,
    n: recipe.count === 1 ? undefined : recipe.count,
    class: recipe.class === undefined ? undefined : classText(recipe.class, card.classes),
    temperature: recipe.temperature === 1 ? undefined : recipe.temperature,
    top_k: recipe.topK,
    top_p: recipe.topP === 1 ? undefined : recipe.topP,
    guidance: recipe.guidance === 1 ? undefined : recipe.guidance,
    scale: scaleOf(card, recipe.count ?? 1),
  };
  const given = Object.entries(words).filter(([, word]) => word !== undefined);
  return `${origin}/generate?${new URLSearchParams(given.map(([name, it]) => [name, String(it)]))}`;
}

function scaleOf({ image }: ModelCard, count: number): number {
  const columns = Math.ceil(Math.sqrt(count));
  const scale = Math.round(WANTED_SIDE / (columns * image.width));
  return Math.max(1, Math.min(MAX_SCALE, scale));
}

/** An `<img>` that shows a picture. */
export function imageTag(address: string, alternative: string): string {
  return `<img src="${escaped(address)}" alt="${escaped(alternative)}">`;
}

/** A command that fetches a picture. */
export function curlCommand(address: string): string {
  return `curl '${address}' -o picture.png`;
}

/** A command that has the server decode a grid. @param codes `[gh * gw]`. */
export function curlDecode(codes: readonly number[], card: ModelCard, origin: string): string {
  const { height, width } = card.grid;
  const rows = Array.from(
    { length: height },
    (_, row) => codes.slice(row * width, (row + 1) * width),
  );
  const body = JSON.stringify({ model: card.id, codes: rows, scale: scaleOf(card, 1) });
  return `curl '${origin}/decode' -H 'Content-Type: application/json' -H 'Accept: image/png' ` +
    `-d '${body}' -o picture.png`;
}

/** The widget, drawing a picture in any page. It has no setting for guidance. */
export function widgetSnippet(recipe: Recipe, card: ModelCard, origin: string): string {
  const attributes: Record<string, string | number | undefined> = {
    src: `${origin}/models/${card.id}/`,
    seed: recipe.seed,
    "class-label": recipe.class === undefined ? undefined : classText(recipe.class, card.classes),
    temperature: recipe.temperature === 1 ? undefined : recipe.temperature,
    "top-k": recipe.topK,
    "top-p": recipe.topP === 1 ? undefined : recipe.topP,
  };
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return `<script type="module" src="${origin}/widget.js"></script>\n` +
    `<tessera-generator ${given.map(([name, value]) => `${name}="${value}"`).join(" ")}>` +
    `</tessera-generator>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}
