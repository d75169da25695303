import type { Executor } from "./executor.ts";
import { gridOf, sampleRequest } from "./draw_request.ts";
import type { CallName, Calls, OpenModel } from "./messages.ts";
import { openExecutor } from "./open_executor.ts";
import type { Progress } from "./page_model.ts";
import { pictureOf, pixelsOf } from "./pictures.ts";

/** What may come with a call. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

type Answers = {
  [Name in CallName]: (
    asks: Calls[Name]["asks"],
    context: CallContext,
  ) => Promise<Calls[Name]["gives"]>;
};

/** Handles a page's calls to one model, one at a time. */
export class PageRuntime {
  #executor?: Executor;
  #last: Promise<unknown> = Promise.resolve();
  readonly #answers: Answers = {
    open: (asks) => this.#open(asks),
    draw: (asks, context) => this.#draw(asks, context),
    decode: ({ grids }) => this.#decode(grids.map((codes) => gridOf(codes, this.#model.manifest))),
    encode: (asks) => this.#encode(asks),
    judge: ({ codes, label }) => {
      return this.#model.codeLogLikelihoods(gridOf(codes, this.#model.manifest), label);
    },
  };

  /** @param assets Address of the folder with kernels and ONNX Runtime, with a slash at the end. */
  constructor(private readonly assets: string) {}

  /** @throws {PageModelError | BundleError | RangeError} */
  call<Name extends CallName>(
    name: Name,
    asks: Calls[Name]["asks"],
    context: CallContext,
  ): Promise<Calls[Name]["gives"]> {
    const turn = this.#last.then(() => {
      context.signal.throwIfAborted();
      return this.#answers[name](asks, context);
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  get #model(): Executor {
    if (this.#executor) return this.#executor;
    throw new Error("Cannot compute: expected an open model, got none");
  }

  async #open(asks: Calls["open"]["asks"]): Promise<OpenModel> {
    const opened = await openExecutor({ ...asks, assets: this.assets });
    const { executor, reason, openMilliseconds } = opened;
    this.#executor = executor;
    const { manifest, version, codebook, backend } = executor;
    return { manifest, version, codebook, backend, reason, openMilliseconds };
  }

  async #draw(
    { requests, progress }: Calls["draw"]["asks"],
    { signal, onProgress }: CallContext,
  ): Promise<Calls["draw"]["gives"]> {
    const { manifest, backend } = this.#model;
    const asked = requests.map((request) => sampleRequest(request, manifest));
    const onRows: Parameters<Executor["draw"]>[1] = progress
      ? {
        onRows: ({ pixels, ...rest }) => {
          onProgress({ ...rest, picture: pictureOf(pixels, manifest) });
        },
      }
      : {};
    const start = performance.now();
    const { samples, pixels, passes } = await this.#model.draw(asked, { ...onRows, signal });
    const milliseconds = performance.now() - start;
    const images = samples.map((sample, i) => {
      return { ...sample, seed: asked[i].seed, picture: pictureOf(pixels[i], manifest) };
    });
    return { images, backend, milliseconds, passes };
  }

  async #decode(grids: readonly Uint32Array[]): Promise<Calls["decode"]["gives"]> {
    const pixels = await this.#model.decode(grids);
    return pixels.map((one) => pictureOf(one, this.#model.manifest));
  }

  async #encode({ picture }: Calls["encode"]["asks"]): Promise<Calls["encode"]["gives"]> {
    const { manifest } = this.#model;
    const pixels = pixelsOf(picture, manifest);
    const codes = await this.#model.encode(pixels);
    const [reconstruction] = await this.#decode([codes]);
    return { codes, seen: pictureOf(pixels, manifest), reconstruction };
  }
}
