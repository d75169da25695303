import { openPageModel } from "../runtime/open_page_model.ts";
import { type OpenOptions, type PageModel, PageModelError } from "../runtime/page_model.ts";

/** Callbacks of a holder. */
export interface HolderEvents {
  /** It is being opened. */
  onOpening(): void;
  /** It is there. */
  onReady(model: PageModel): void;
  /** It cannot be opened; its users get the error. */
  onFailed(): void;
}

/** A model that is being opened or open. */
interface Opened {
  readonly options: OpenOptions;
  readonly model: Promise<PageModel>;
}

/** Shares a model between users: opens it for the first, and closes it after the last if requested. */
export class ModelHolder {
  #opened?: Opened;
  #users = 0;
  #closing = false;

  constructor(readonly events: HolderEvents) {}

  /**
   * Does something with a model, opening it if it is not the one that is held. One that could not be opened, or that
   * has failed, is opened again.
   * @throws {PageModelError}
   */
  async use<Result>(
    options: OpenOptions,
    act: (model: PageModel) => Promise<Result>,
  ): Promise<Result> {
    this.#users++;
    const opened = this.#open(options);
    try {
      return await act(await opened.model);
    } catch (error) {
      if (hasFailed(error) && this.#opened === opened) this.#close();
      throw error;
    } finally {
      this.#users--;
      if (this.#closing) this.release();
    }
  }

  /** Keeps the model open without users. */
  keep(): void {
    this.#closing = false;
  }

  /** Closes the model once it has no users. */
  release(): void {
    this.#closing = true;
    if (this.#users === 0) this.#close();
  }

  #open(options: OpenOptions): Opened {
    if (this.#opened && isSame(this.#opened.options, options)) return this.#opened;
    this.#close();
    this.events.onOpening();
    const opened: Opened = this.#opened = { options, model: this.#report(options, () => opened) };
    return opened;
  }

  async #report(options: OpenOptions, self: () => Opened): Promise<PageModel> {
    try {
      const model = await openPageModel(options);
      if (this.#opened === self()) this.events.onReady(model);
      return model;
    } catch (error) {
      if (this.#opened === self()) {
        this.#opened = undefined;
        this.events.onFailed();
      }
      throw error;
    }
  }

  #close(): void {
    this.#opened?.model.then((model) => model.close(), () => {});
    this.#opened = undefined;
  }
}

function isSame(a: OpenOptions, b: OpenOptions): boolean {
  return a.src === b.src && a.backend === b.backend;
}

/** Whether an error says that a model can't go on: its worker has ended, or its GPU is lost. */
function hasFailed(error: unknown): boolean {
  return error instanceof PageModelError && (error.code === "failed" || error.code === "no-worker");
}
