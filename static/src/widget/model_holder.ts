import { openPageModel } from "../runtime/open_page_model.ts";
import type { OpenOptions, PageModel } from "../runtime/page_model.ts";

/** Told of a holder's model. */
export interface HolderEvents {
  /** It is being opened. */
  onOpening(): void;
  /** It is there. */
  onReady(model: PageModel): void;
  /** It cannot be opened; who asked for it is told why. */
  onFailed(): void;
}

/** Holds one model for its users: opens it for the first, and lets go of it when it is told to and none is left. */
export class ModelHolder {
  #opened?: OpenedModel;
  #users = 0;
  #closing = false;

  constructor(readonly events: HolderEvents) {}

  /**
   * Does something with a model, opening it if it is not the one that is held. What could not be opened is tried anew.
   * @throws {PageModelError}
   */
  async use<Result>(
    options: OpenOptions,
    act: (model: PageModel) => Promise<Result>,
  ): Promise<Result> {
    this.#users++;
    try {
      return await act(await this.#open(options));
    } finally {
      this.#users--;
      if (this.#closing) this.release();
    }
  }

  /** Keeps the model although nobody uses it. */
  keep(): void {
    this.#closing = false;
  }

  /** Lets go of the model once nobody uses it. */
  release(): void {
    this.#closing = true;
    if (this.#users === 0) this.#close();
  }

  async #open(options: OpenOptions): Promise<PageModel> {
    if (this.#opened?.is(options)) return await this.#opened.model;
    this.#close();
    this.events.onOpening();
    const opened = this.#opened = new OpenedModel(options);
    try {
      const model = await opened.model;
      if (this.#opened === opened) this.events.onReady(model);
      return model;
    } catch (error) {
      if (this.#opened === opened) {
        this.#opened = undefined;
        this.events.onFailed();
      }
      throw error;
    }
  }

  #close(): void {
    this.#opened?.close();
    this.#opened = undefined;
  }
}

/** A model that is being opened or open, and may be let go of at any time. */
class OpenedModel {
  readonly model: Promise<PageModel>;

  constructor(readonly options: OpenOptions) {
    this.model = openPageModel(options);
  }

  is({ src, backend }: OpenOptions): boolean {
    return this.options.src === src && this.options.backend === backend;
  }

  close(): void {
    this.model.then((model) => model.close(), () => {});
  }
}
