import { serverAddress } from "../page/server_address.ts";
import { downloadPicture, pngOf } from "../page/download.ts";
import type { Picture } from "../runtime/page_model.ts";
import { type Bench, markErased } from "./bench.ts";
import type { BenchEditor } from "./bench_editor.ts";
import { make, makeButton, part } from "./dom.ts";
import { type Heat, likelihoodText } from "./heat.ts";
import { makeShare } from "./share_view.ts";
import { curlDecode, imageTag } from "./snippets.ts";
import type { Studio } from "./studio.ts";

/** What can be done with the picture on the bench as a whole, and what the model thinks of it. */
export class EditTools {
  readonly element: HTMLElement;
  readonly #studio: Studio;
  readonly #editor: BenchEditor;
  readonly #undo: HTMLButtonElement;
  readonly #redo: HTMLButtonElement;
  readonly #label = make("select");
  readonly #total = make("p", { class: "facts" });
  #picture?: Picture;

  constructor(studio: Studio, editor: BenchEditor) {
    this.#studio = studio;
    this.#editor = editor;
    this.#undo = makeButton("Undo", () => editor.undo(), { class: "quiet" });
    this.#redo = makeButton("Redo", () => editor.redo(), { class: "quiet" });
    this.#label.addEventListener("change", () => {
      const { value } = this.#label;
      const label = value === "" ? undefined : Number(value);
      editor.change((bench) => ({ ...bench, class: label }));
    });
    part("edit").addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      if (event.shiftKey) editor.redo();
      else editor.undo();
    });
    const erase = () => {
      editor.change((bench) => markErased(bench, bench.codes.keys(), true));
    };
    this.element = make(
      "div",
      { class: "tools" },
      make("label", { class: "field" }, "Judged and completed as", this.#label),
      this.#total,
      make(
        "div",
        { class: "buttons" },
        this.#undo,
        this.#redo,
        makeButton("Erase all", erase, { class: "quiet" }),
        makeButton("Save PNG", () => this.#save(), { class: "quiet" }),
      ),
      makeShare([
        { name: "Copy link", text: () => studio.link() },
        { name: "Copy <img>", text: () => this.#imageTag() },
        { name: "Copy curl", text: () => this.#curl() },
      ]),
    );
  }

  show(bench: Bench): void {
    const { classes } = this.#studio.slot.card;
    this.#undo.disabled = !this.#editor.history.canUndo;
    this.#redo.disabled = !this.#editor.history.canRedo;
    if (this.#label.length !== classes.length + 1) {
      this.#label.replaceChildren(
        make("option", { value: "" }, "no class"),
        ...classes.map((name, label) => make("option", { value: label }, `class ${name}`)),
      );
    }
    this.#label.value = bench.class === undefined ? "" : String(bench.class);
  }

  /** Says how likely the picture is. */
  judge(heat: Heat, picture: Picture): void {
    this.#picture = picture;
    const darkest = heat.scale.toFixed(1);
    this.#total.textContent = `Log-likelihood of all codes: ${likelihoodText(heat.total)}. ` +
      `The map goes from 0 to ${darkest} nats a code, twice a blind guess.`;
  }

  async #imageTag(): Promise<string> {
    const address = await dataAddress(await pngOf(this.#picture!));
    return imageTag(address, this.#studio.slot.card.title);
  }

  #curl(): string {
    const { store, slot } = this.#studio;
    return curlDecode(store.state.bench!.codes, slot.card, serverAddress());
  }

  #save(): void {
    if (this.#picture) downloadPicture(this.#picture, `${this.#studio.slot.card.id}-edited`);
  }
}

/** An address that holds the bytes themselves. */
function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result as string));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}
