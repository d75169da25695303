import { makeChoice } from "./choice.ts";
import { make, makeButton, part } from "./dom.ts";
import { type EntryFacts, inSurroundings } from "./entry_pictures.ts";
import { EntryView } from "./entry_view.ts";
import { Latest } from "./latest.ts";
import { Notice } from "./notice.ts";
import { PicturesList } from "./pictures_list.ts";
import type { Studio } from "./studio.ts";
import { perplexity } from "./usage.ts";

type Look = "surroundings" | "alone";
type Order = "usage" | "index";

/** Browses the entries of the codebook. */
export function mountCodebook(studio: Studio): void {
  new CodebookView(studio);
}

class CodebookView {
  readonly #studio: Studio;
  readonly #latest = new Latest();
  readonly #notice = new Notice();
  readonly #list: PicturesList;
  readonly #entry: EntryView;
  #look: Look = "surroundings";
  #by: Order = "usage";
  /** The entry at each place of the list. */
  #order: number[] = [];
  #shown?: { facts: EntryFacts; look: Look; by: Order };

  constructor(studio: Studio) {
    this.#studio = studio;
    const { store } = studio;
    this.#list = new PicturesList("Entries of the codebook", {
      onChoose: (index) => store.set({ entry: this.#order[index] }),
    });
    this.#list.element.classList.add("entries");
    this.#entry = new EntryView(studio);
    const look = makeChoice<Look>("Entries shown", [
      ["surroundings", "In context"],
      ["alone", "Alone"],
    ], (it) => {
      this.#look = it;
      this.#refresh();
    });
    const order = makeChoice<Order>(
      "Order",
      [["usage", "Usage"], ["index", "Number"]],
      (it) => {
        this.#by = it;
        this.#refresh();
      },
    );
    const more = makeButton("Count in 64 more", () => {
      this.#notice.during(async () => this.#show(await studio.entries.countMore()));
    }, { class: "quiet" });
    part("codebook").append(
      make(
        "div",
        { class: "browser" },
        make("div", { class: "row" }, look.element, order.element),
        make("div", { class: "row" }, this.#notice.element, more),
        this.#list.element,
      ),
      make("div", { class: "side" }, this.#entry.element),
    );
    store.watch(["tab", "model", "backend", "entry"], () => this.#refresh());
    this.#refresh();
  }

  #refresh(): void {
    if (this.#studio.store.state.tab !== "codebook") return;
    this.#notice.during(() =>
      this.#latest.run(async (signal) => {
        const facts = await this.#studio.entries.get();
        signal.throwIfAborted();
        await this.#show(facts);
      })
    );
  }

  async #show(facts: EntryFacts): Promise<void> {
    const { store, slot } = this.#studio;
    const { card } = slot;
    const { size } = card.codebook;
    const { usage } = facts;
    if (this.#isStale(facts)) this.#paintAll(facts);
    this.#list.chosen = this.#order.indexOf(store.state.entry);
    const used = usage.counts.filter((count) => count > 0).length;
    this.#notice.say(
      `Counted in ${usage.pictures} pictures drawn here (seeds 0 to ${usage.pictures - 1}, ` +
        `usual settings): ${used} of ${size} in use, perplexity ${perplexity(usage).toFixed(1)}.`,
    );
    this.#entry.show(store.state.entry, facts, await slot.get());
  }
  #isStale(facts: EntryFacts): boolean {
    const shown = { facts, look: this.#look, by: this.#by };
    const isStale = (["facts", "look", "by"] as const)
      .some((key) => shown[key] !== this.#shown?.[key]);
    this.#shown = shown;
    return isStale;
  }

  #paintAll(facts: EntryFacts): void {
    const { card } = this.#studio.slot;
    const { usage: { counts }, alone } = facts;
    this.#order = [...counts.keys()];
    if (this.#by === "usage") this.#order.sort((a, b) => counts[b] - counts[a] || a - b);
    this.#list.resize(counts.length, card.image);
    this.#list.element.classList.toggle("marked", this.#look === "surroundings");
    this.#order.forEach((entry, i) => {
      const isAlone = this.#look === "alone";
      this.#list.paint(i, isAlone ? alone[entry] : inSurroundings(facts, entry, card.grid));
      this.#list.name(i, `entry ${entry}, used ${counts[entry]} times`, String(entry));
    });
  }
}
