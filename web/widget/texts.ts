import type { Manifest } from "../../core/bundle/mod.ts";
import { backendText } from "../page/backend_text.ts";
import type { Backend, Drawn } from "../runtime/page_model.ts";

/** What a screen reader says of a drawn picture: `Generated picture, class 3, seed 7`. */
export function pictureLabel(drawn: Pick<Drawn, "seed" | "class">, manifest: Manifest): string {
  return `Generated picture, ${nameOf(drawn, manifest)}`;
}

/** What the status says of a drawn picture: `Class 3, seed 7 · 3.1 ms on WebAssembly`. */
export function pictureStatus(
  { drawn, manifest, ...how }: {
    drawn: Pick<Drawn, "seed" | "class">;
    manifest: Manifest;
    backend: Backend;
    milliseconds: number;
  },
): string {
  const name = nameOf(drawn, manifest);
  return `${name[0].toUpperCase()}${name.slice(1)} · ${backendText(how)}`;
}

function nameOf({ seed, class: label }: Pick<Drawn, "seed" | "class">, { classes }: Manifest) {
  return label === undefined ? `seed ${seed}` : `class ${classes[label]}, seed ${seed}`;
}
