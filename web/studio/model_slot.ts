import { openPageModel } from "../runtime/open_page_model.ts";
import type { BackendChoice, PageModel } from "../runtime/page_model.ts";
import { findCard, type ModelCard, type ModelList } from "./model_card.ts";
import type { Store } from "./store.ts";

/** The one model that is open: the one chosen, on the backend chosen. */
export class ModelSlot {
  readonly #store: Store;
  readonly #list: ModelList;
  readonly #onChange: (opening: Promise<PageModel>) => void;
  #open?: { key: string; model: Promise<PageModel> };

  /** @param onChange Called for each model that starts to open. */
  constructor(
    store: Store,
    list: ModelList,
    onChange: (opening: Promise<PageModel>) => void,
  ) {
    this.#store = store;
    this.#list = list;
    this.#onChange = onChange;
  }

  /** The server's description of the chosen model. */
  get card(): ModelCard {
    return findCard(this.#list, this.#store.state.model);
  }

  /** The chosen model, opened once; after a failure the next call tries again. @throws {PageModelError} */
  get(): Promise<PageModel> {
    const { id, version } = this.card;
    const { backend } = this.#store.state;
    const key = `${id} ${version} ${backend}`;
    if (this.#open?.key === key) return this.#open.model;
    this.#open?.model.then((model) => model.close(), () => {});
    const model = this.#openModel(`models/${id}/`, backend);
    this.#open = { key, model };
    model.catch(() => {
      if (this.#open?.model === model) this.#open = undefined;
    });
    this.#onChange(model);
    return model;
  }

  async #openModel(src: string, backend: BackendChoice): Promise<PageModel> {
    return await openPageModel({ src, backend });
  }
}
