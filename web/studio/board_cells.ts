import type { Bench } from "./bench.ts";
import type { Heat } from "./heat.ts";

/** What lies over the picture of a board. */
export type Overlay = "nothing" | "codes" | "surprise";

/** What a cell of a board shows and says. */
export interface CellFace {
  readonly text: string;
  readonly name: string;
  readonly isErased: boolean;
  /** In [0, 1]. */
  readonly heat: number;
}

/** The faces of a board's cells. @returns `[gh * gw]`. */
export function cellFaces(
  { codes, erased }: Bench,
  { overlay, heat, width }: { overlay: Overlay; heat?: Heat; width: number },
): CellFace[] {
  return codes.map((code, position) => {
    const isErased = erased.has(position);
    const nats = heat?.nats[position];
    const facts = [
      `row ${Math.floor(position / width) + 1}, column ${position % width + 1}`,
      `code ${code}`,
      ...(isErased ? ["erased"] : nats === undefined ? [] : [`${nats.toFixed(1)} nats`]),
    ];
    return {
      text: isErased ? "?" : faceText(overlay, code, nats),
      name: facts.join(", "),
      isErased,
      heat: overlay === "surprise" && !isErased ? heat?.shares[position] ?? 0 : 0,
    };
  });
}

function faceText(overlay: Overlay, code: number, nats: number | undefined): string {
  if (overlay === "nothing") return "";
  return overlay === "codes" ? String(code) : nats?.toFixed(1) ?? "";
}
