import { serverAddress } from "../page/server_address.ts";
import { downloadPicture } from "../page/download.ts";
import { paint } from "../page/paint.ts";
import type { Drawn } from "../runtime/page_model.ts";
import { make, makeButton } from "./dom.ts";
import { likelihoodText } from "./heat.ts";
import { makeShare } from "./share_view.ts";
import { curlCommand, imageTag, pictureAddress, type Recipe, widgetSnippet } from "./snippets.ts";
import type { Studio } from "./studio.ts";

/** The chosen picture of the sheet: what is known of it, and what can be done with it. */
export class ChosenView {
  readonly element: HTMLElement;
  readonly #studio: Studio;
  readonly #canvas = make("canvas", { width: 28, height: 28, role: "img", "aria-label": "" });
  readonly #facts = make("p", { class: "facts" });
  #image?: Drawn;

  constructor(studio: Studio, { onEdit }: { onEdit(): void }) {
    this.#studio = studio;
    const copied = (make: (recipe: Recipe) => string) => () => make(this.#recipe());
    const address = (recipe: Recipe) => pictureAddress(recipe, studio.slot.card, serverAddress());
    this.element = make(
      "div",
      { class: "chosen" },
      make("div", { class: "portrait" }, this.#canvas, this.#facts),
      make(
        "div",
        { class: "buttons" },
        makeButton("Edit codes", onEdit),
        makeButton("Blend start", () => this.#blend("from"), { class: "quiet" }),
        makeButton("Blend end", () => this.#blend("to"), { class: "quiet" }),
        makeButton("Save PNG", () => this.#save(), { class: "quiet" }),
      ),
      makeShare([
        { name: "Copy link", text: () => studio.link() },
        { name: "Copy <img>", text: copied((it) => imageTag(address(it), this.#name())) },
        { name: "Copy curl", text: copied((it) => curlCommand(address(it))) },
        {
          name: "Copy widget",
          text: copied((it) => widgetSnippet(it, studio.slot.card, serverAddress())),
        },
      ]),
    );
  }

  show(image: Drawn): void {
    this.#image = image;
    paint(this.#canvas, image.picture);
    this.#canvas.setAttribute("aria-label", this.#name());
    const { classes } = this.#studio.slot.card;
    const label = image.class === undefined ? [] : [`Class ${classes[image.class]}`, make("br")];
    this.#facts.replaceChildren(
      `Seed ${image.seed}`,
      make("br"),
      ...label,
      likelihoodText(image.logLikelihood),
    );
  }

  #name(): string {
    const { title, classes } = this.#studio.slot.card;
    const label = this.#image?.class;
    return label === undefined ? title : `${title}: ${classes[label]}`;
  }

  #recipe(): Recipe {
    const { state } = this.#studio.store;
    return { ...state, seed: this.#image?.seed ?? state.seed, count: 1 };
  }

  #blend(end: "from" | "to"): void {
    const { store } = this.#studio;
    if (!this.#image) return;
    const codes = Array.from(this.#image.codes);
    store.set({
      ends: { from: codes, to: codes, ...store.state.ends, [end]: codes },
      tab: "blend",
    });
  }

  #save(): void {
    if (!this.#image) return;
    downloadPicture(this.#image.picture, `${this.#studio.slot.card.id}-${this.#image.seed}`);
  }
}
