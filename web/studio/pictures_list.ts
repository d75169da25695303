import { paint } from "../page/paint.ts";
import type { Picture } from "../runtime/page_model.ts";
import { make } from "./dom.ts";
import { nextCell } from "./next_cell.ts";
import { rove } from "./rove.ts";

/** Callbacks of a list of pictures. */
export interface ListEvents {
  /** A picture was chosen, by pointer or arrow. */
  onChoose(index: number): void;
  /** A picture was double-clicked, or Enter pressed on it. */
  onOpen?(index: number): void;
}

/** Pictures of which one is chosen: a listbox whose arrows go in two dimensions. */
export class PicturesList {
  readonly element: HTMLElement;
  readonly #events: ListEvents;
  #options: HTMLElement[] = [];
  #chosen = -1;

  constructor(label: string, events: ListEvents) {
    this.element = make("div", { class: "pictures", role: "listbox", "aria-label": label });
    this.#events = events;
    this.element.addEventListener("click", (event) => this.#choose(this.#indexOf(event)));
    this.element.addEventListener("dblclick", (event) => this.#openAt(this.#indexOf(event)));
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
  }

  get size(): number {
    return this.#options.length;
  }

  /** Makes room for pictures; the ones that are there stay. */
  resize(count: number, { width, height }: { width: number; height: number }): void {
    for (const option of this.#options.splice(count)) option.remove();
    while (this.#options.length < count) {
      const option = make(
        "div",
        { role: "option", tabindex: -1, "aria-label": `${this.#options.length + 1}` },
        make("canvas", { width, height }),
      );
      this.#options.push(option);
      this.element.append(option);
    }
    this.chosen = Math.min(this.#chosen, count - 1);
  }

  /** Shows a picture. @param share How much of it, from the top. */
  paint(index: number, picture: Picture, share = 1): void {
    paint(this.#options[index].querySelector("canvas")!, picture, share);
  }

  /** Shows nothing where pictures were. */
  clear(): void {
    for (const option of this.#options) {
      const canvas = option.querySelector("canvas")!;
      canvas.getContext("2d")!.clearRect(0, 0, canvas.width, canvas.height);
    }
  }

  /** The accessible name of a picture, also shown below it with `caption`. */
  name(index: number, name: string, caption?: string): void {
    const option = this.#options[index];
    option.setAttribute("aria-label", name);
    if (caption === undefined) return;
    const line = option.querySelector("span") ?? option.appendChild(make("span"));
    line.textContent = caption;
  }

  /** Which one is chosen; -1 for none. */
  get chosen(): number {
    return this.#chosen;
  }

  set chosen(index: number) {
    this.#chosen = index;
    this.#options.forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    rove(this.#options, Math.max(0, index));
  }

  #indexOf({ target }: Event): number {
    return this.#options.findIndex((option) => option.contains(target as Node));
  }

  #choose(index: number): void {
    if (index < 0) return;
    this.chosen = index;
    this.#events.onChoose(index);
  }

  #openAt(index: number): void {
    if (index >= 0) this.#events.onOpen?.(index);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === "Enter") this.#openAt(Math.max(0, this.#chosen));
    const width = this.#columns();
    const height = Math.ceil(this.size / width);
    const next = nextCell(Math.max(0, this.#chosen), event, { height, width });
    if (next === undefined || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#choose(Math.min(next, this.size - 1));
    rove(this.#options, this.#chosen, { focus: true });
  }

  /** As many pictures as lie in the first row. */
  #columns(): number {
    const top = this.#options[0]?.offsetTop;
    const second = this.#options.findIndex((option) => option.offsetTop !== top);
    return second < 0 ? Math.max(1, this.size) : second;
  }
}
