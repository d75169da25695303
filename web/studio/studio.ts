import type { DrawRequest, PageModel } from "../runtime/page_model.ts";
import type { EntryPictures } from "./entry_pictures.ts";
import type { ModelSlot } from "./model_slot.ts";
import type { StudioState } from "./state.ts";
import type { Store } from "./store.ts";

/** What the parts of the studio share. */
export interface Studio {
  readonly store: Store;
  readonly slot: ModelSlot;
  readonly entries: EntryPictures;
  /** The address of this page as it is now. */
  link(): string;
}

/** The request for a model with these settings. */
export function drawRequest(
  { class: label, temperature, topK, topP, guidance }: StudioState,
  seed: number,
): DrawRequest {
  return { seed: seed >>> 0, class: label, temperature, topK, topP, guidance };
}

/** A text alternative of a picture. */
export function pictureName(
  { manifest }: PageModel,
  { seed, class: label }: { seed?: number; class?: number },
): string {
  const name = label === undefined ? undefined : `class ${manifest.classes[label]}`;
  return [seed === undefined ? "picture" : `seed ${seed}`, name].filter(Boolean).join(", ");
}
