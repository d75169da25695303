import { Board } from "./board.ts";
import { cellFaces, type Overlay } from "./board_cells.ts";
import { type Bench, benchOf, putCode } from "./bench.ts";
import { BenchEditor } from "./bench_editor.ts";
import { makeChoice } from "./choice.ts";
import { Completions } from "./completions.ts";
import { make, part } from "./dom.ts";
import { EditTools } from "./edit_tools.ts";
import { type Heat, heatOf } from "./heat.ts";
import { Latest } from "./latest.ts";
import { Notice } from "./notice.ts";
import { Palette } from "./palette.ts";
import { drawRequest, type Studio } from "./studio.ts";

type Tool = "erase" | "change";

/** Edits the codes of a picture and has the model complete it. */
export function mountEdit(studio: Studio): void {
  new EditView(studio);
}

class EditView {
  readonly #studio: Studio;
  readonly #latest = new Latest();
  readonly #notice = new Notice();
  readonly #editor: BenchEditor;
  readonly #board: Board;
  readonly #palette: Palette;
  readonly #tools: EditTools;
  readonly #completions: Completions;
  #overlay: Overlay = "codes";
  #heat?: Heat;
  #judged?: Bench;

  constructor(studio: Studio) {
    this.#studio = studio;
    const { store } = studio;
    const editor = this.#editor = new BenchEditor(store);
    this.#board = new Board("Codes of the picture", {
      onActive: (position) => this.#palette.point(position, this.#bench?.codes[position]),
      onEdit: () => this.#palette.focus(),
      onErase: (position) => editor.toggle(position),
      onStroke: (positions, isFirst) => editor.stroke(positions, isFirst),
    });
    this.#board.strokes = true;
    this.#palette = new Palette(studio, {
      onPick: (code) => {
        const { active } = this.#board;
        editor.change((bench) => putCode(bench, active, code), `code at ${active}`);
      },
      onLeave: () => this.#board.activate(this.#board.active, { focus: true }),
    });
    this.#tools = new EditTools(studio, editor);
    this.#completions = new Completions(studio, {
      onTake: (codes) => editor.change((bench) => benchOf(codes, bench.class)),
      onProgress: ({ rows, picture }) =>
        this.#board.paint(picture, rows / studio.slot.card.grid.height),
    });
    this.#fill();
    store.watch(["tab", "bench", "model", "backend"], () => this.#refresh());
    store.watch(["model"], () => editor.history.clear()); // Codes of one model mean nothing to another.
    this.#refresh();
  }

  get #bench(): Bench | undefined {
    return this.#studio.store.state.bench;
  }

  #fill(): void {
    const tool = makeChoice<Tool>(
      "Pointer",
      [["erase", "Erase"], ["change", "Change"]],
      (it) => {
        this.#board.strokes = it === "erase";
        part("edit").dataset.tool = it; // On a phone what changes a code moves up to the picture.
      },
    );
    const overlay = makeChoice<Overlay>("Show", [
      ["codes", "Codes"],
      ["surprise", "Surprise"],
      ["nothing", "Picture"],
    ], (it) => {
      this.#overlay = it;
      this.#showFaces();
    });
    part("edit").append(
      make("div", { class: "row switches" }, tool.element, overlay.element),
      make("div", { class: "stage" }, this.#board.element),
      make("div", { class: "side" }, this.#completions.element, this.#notice.element),
      this.#palette.element,
      this.#tools.element,
    );
  }

  #refresh(): void {
    if (this.#studio.store.state.tab !== "edit") return;
    this.#notice.during(() => this.#latest.run((signal) => this.#show(signal)));
  }

  async #show(signal: AbortSignal): Promise<void> {
    const { store, slot } = this.#studio;
    const model = await slot.get();
    if (!this.#bench) {
      const { images: [image] } = await model.draw([drawRequest(store.state, store.state.seed)]);
      signal.throwIfAborted();
      return store.set({ bench: benchOf(image.codes, image.class) }); // which shows it
    }
    const bench = this.#bench;
    this.#showFaces();
    this.#tools.show(bench);
    this.#completions.show(bench);
    this.#palette.point(this.#board.active, bench.codes[this.#board.active]);
    this.#palette.fill().catch((error) => this.#notice.fail(error));
    const [[picture], logLikelihoods] = await Promise.all([
      model.decode([bench.codes]),
      model.codeLogLikelihoods(bench.codes, bench.class),
    ]);
    signal.throwIfAborted();
    this.#board.paint(picture);
    this.#heat = heatOf(logLikelihoods, slot.card.codebook.size);
    this.#judged = bench;
    this.#tools.judge(this.#heat, picture);
    this.#showFaces();
  }

  #showFaces(): void {
    const bench = this.#bench;
    if (!bench) return;
    const { width } = this.#studio.slot.card.grid;
    // Not that of another picture; erasing changes none of it.
    const heat = this.#judged?.codes === bench.codes ? this.#heat : undefined;
    this.#board.overlay = this.#overlay;
    this.#board.show(cellFaces(bench, { overlay: this.#overlay, heat, width }), width);
  }
}
