import { cellsBetween } from "./cells_between.ts";
import type { Sides } from "./next_cell.ts";

/** Callbacks of strokes over a grid. */
export interface StrokeEvents {
  sides(): Sides;
  /** The pointer went down on a cell. */
  onStart(position: number): void;
  /** All cells of the stroke so far; `isFirst` when it begins. */
  onStroke(positions: readonly number[], isFirst: boolean): void;
}

/** Follows a pointer that is pressed over an element divided into equal cells. */
export function followStrokes(element: HTMLElement, events: StrokeEvents): void {
  let stroke: number[] | undefined;
  const cellAt = ({ clientX, clientY }: PointerEvent): number | undefined => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const { height: rows, width: columns } = events.sides();
    const column = Math.floor((clientX - left) / width * columns);
    const row = Math.floor((clientY - top) / height * rows);
    const isInside = row >= 0 && row < rows && column >= 0 && column < columns;
    return isInside ? row * columns + column : undefined;
  };
  element.addEventListener("pointerdown", (event) => {
    const position = cellAt(event);
    if (position === undefined || event.button !== 0) return;
    event.preventDefault(); // or the browser would move the focus after us
    element.setPointerCapture(event.pointerId);
    events.onStart(position);
    stroke = [position];
    events.onStroke(stroke, true);
  });
  element.addEventListener("pointermove", (event) => {
    const position = cellAt(event);
    if (!stroke || position === undefined || stroke.includes(position)) return;
    const { width } = events.sides();
    stroke = [...stroke, ...cellsBetween(stroke.at(-1)!, position, width)];
    events.onStroke(stroke, false);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    element.addEventListener(end, () => stroke = undefined);
  }
}
