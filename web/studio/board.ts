import { paint } from "../page/paint.ts";
import type { Picture } from "../runtime/page_model.ts";
import type { CellFace, Overlay } from "./board_cells.ts";
import { make } from "./dom.ts";
import { nextCell, type Sides } from "./next_cell.ts";
import { rove } from "./rove.ts";
import { followStrokes } from "./stroke.ts";

/** What a person does on a board. */
export interface BoardEvents {
  /** A cell became the active one. */
  onActive(position: number): void;
  /** Enter, or a click where strokes mean nothing: the cell is to be changed. */
  onEdit(position: number): void;
  /** Called repeatedly while a pointer drags, with all cells it has crossed since it went down. */
  onStroke?(positions: readonly number[], isFirst: boolean): void;
  /** Delete or Backspace. */
  onErase?(position: number): void;
}

/** A picture below the grid of its codes: an ARIA grid, of whose cells one is active. */
export class Board {
  readonly element: HTMLElement;
  readonly #canvas = make("canvas", { width: 28, height: 28, "aria-hidden": "true" });
  readonly #grid: HTMLElement;
  readonly #events: BoardEvents;
  #cells: HTMLElement[] = [];
  #sides: Sides = { height: 0, width: 0 };
  #active = 0;

  constructor(label: string, events: BoardEvents) {
    this.#events = events;
    this.#grid = make("div", { class: "cells", role: "grid", "aria-label": label });
    this.element = make("div", { class: "board" }, this.#canvas, this.#grid);
    this.#grid.addEventListener("keydown", (event) => this.#onKey(event));
    this.#grid.addEventListener("focusin", ({ target }) => {
      const position = this.#cells.indexOf(target as HTMLElement);
      if (position >= 0 && position !== this.#active) this.activate(position);
    });
    followStrokes(this.#grid, {
      sides: () => this.#sides,
      onStart: (position) => this.activate(position, { focus: true }),
      onStroke: (positions, isFirst) => {
        if (this.strokes) events.onStroke?.(positions, isFirst);
        else if (isFirst) events.onEdit(positions[0]);
      },
    });
  }

  /** Whether a pointer paints; otherwise it edits the cell it is on, and a touch scrolls the page. */
  get strokes(): boolean {
    return this.#grid.classList.contains("strokes");
  }

  set strokes(on: boolean) {
    this.#grid.classList.toggle("strokes", on);
  }

  set overlay(overlay: Overlay) {
    this.#grid.dataset.overlay = overlay;
  }

  get active(): number {
    return this.#active;
  }

  paint(picture: Picture, share = 1): void {
    paint(this.#canvas, picture, share);
    this.element.style.setProperty("--board-shape", String(picture.width / picture.height));
  }

  show(faces: readonly CellFace[], width: number): void {
    const sides = { height: faces.length / width, width };
    if (sides.height !== this.#sides.height || width !== this.#sides.width) this.#build(sides);
    faces.forEach(({ text, name, isErased, heat }, i) => {
      const cell = this.#cells[i];
      if (cell.textContent !== text) cell.textContent = text;
      cell.setAttribute("aria-label", name);
      cell.classList.toggle("erased", isErased);
      cell.style.setProperty("--heat", heat.toFixed(3));
    });
  }

  /** Makes a cell the one that keys act on. */
  activate(position: number, options: { focus?: boolean } = {}): void {
    this.#active = Math.min(position, this.#cells.length - 1);
    rove(this.#cells, this.#active, options);
    this.#events.onActive(this.#active);
  }

  #build(sides: Sides): void {
    this.#sides = sides;
    this.#cells = Array.from(
      { length: sides.height * sides.width },
      () => make("div", { role: "gridcell" }),
    );
    const rows = Array.from(
      { length: sides.height },
      (_, row) =>
        make(
          "div",
          { role: "row" },
          ...this.#cells.slice(row * sides.width, (row + 1) * sides.width),
        ),
    );
    this.#grid.replaceChildren(...rows);
    this.#grid.classList.toggle("fine", sides.width > 16);
    this.#active = Math.min(this.#active, this.#cells.length - 1);
    rove(this.#cells, this.#active);
  }

  #onKey(event: KeyboardEvent): void {
    const next = nextCell(this.#active, event, this.#sides);
    if (event.altKey || event.metaKey) return;
    if (next !== undefined) this.activate(next, { focus: true });
    else if (event.key === "Enter") this.#events.onEdit(this.#active);
    else if (ERASES.has(event.key)) this.#events.onErase?.(this.#active);
    else return;
    event.preventDefault();
  }
}

const ERASES: ReadonlySet<string> = new Set(["Delete", "Backspace", " "]);
