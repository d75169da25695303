import { backendText } from "../page/backend_text.ts";
import { downloadPicture } from "../page/download.ts";
import { type ImageHolder, pictureOfImage } from "../page/picture_of_image.ts";
import { randomSeed } from "../page/random_seed.ts";
import { type DrawnBatch, type PageModel, PageModelError } from "../runtime/page_model.ts";
import { AttributeElement } from "./attribute_element.ts";
import { backendChoice } from "./choices.ts";
import { type CodeGrid, codeRows, flatCodes } from "./code_grid.ts";
import { type ImageDetail, tell } from "./events.ts";
import { type GenerateOptions, wantedOf } from "./generate_options.ts";
import { ModelHolder } from "./model_holder.ts";
import { type EncodedImage, encodedImage, imageData, imageDetail } from "./results.ts";
import { SettingError } from "./settings.ts";
import { pictureLabel, pictureStatus } from "./texts.ts";
import { View } from "./view.ts";

/** An element that draws pictures on request, shows them and dispatches events about them. */
export class DrawingElement extends AttributeElement {
  protected readonly view = new View(this.attachShadow({ mode: "open" }), {
    renew: () => this.seed = randomSeed(),
    change: (setting, text) => {
      const empty = setting === "seed" ? randomSeed() : null;
      this[setting] = text === "" ? empty : text;
    },
    download: () => this.#download(),
  });
  protected readonly holder = new ModelHolder({
    onOpening: () => this.view.showOpening(),
    onFailed: () => this.view.controls.enabled = true,
    onReady: (model) => this.#showReady(model),
  });
  /** Values for settings given by neither an attribute nor an option. */
  protected ownSeed = randomSeed();
  /** Counts what is to be shown: only the newest is. */
  #turn = 0;
  #fileName = "";

  /**
   * Draws a picture, shows it unless something newer is to be shown, and fires the events.
   * @throws {PageModelError}
   */
  generate(options: GenerateOptions = {}): Promise<ImageDetail> {
    this.ownSeed = randomSeed();
    return this.draw(options);
  }

  /**
   * Shows the picture of codes unless something newer is to be shown.
   * @param codes `[gh][gw]` or `[gh * gw]`, in [0, K).
   * @throws {PageModelError}
   */
  decode(codes: CodeGrid): Promise<ImageData> {
    return this.#make(async (model, isNewest) => {
      const grid = flatCodes(codes);
      const start = performance.now();
      const [picture] = await model.decode([grid]);
      const milliseconds = performance.now() - start;
      if (isNewest()) {
        this.#fileName = `${model.manifest.id}-decoded`;
        const status = `Decoded · ${backendText({ backend: model.backend, milliseconds })}`;
        this.view.show(picture, { label: "Decoded picture", status });
      }
      return imageData(picture);
    });
  }

  /** The codes of an image of any size, and what they keep; shows nothing. @throws {PageModelError} */
  async encode(image: ImageHolder): Promise<EncodedImage> {
    const picture = await pictureOfImage(image);
    return await this.#use(async (model) =>
      encodedImage(await model.encode(picture), model.manifest.grid.width)
    );
  }

  /** {@link DrawingElement.generate} with the element's seed as the default. */
  protected draw(options: GenerateOptions): Promise<ImageDetail> {
    const { signal } = options;
    return this.#make(async (model, isNewest) => {
      signal?.throwIfAborted();
      const { seed = this.ownSeed, ...wanted } = wantedOf(this, options, model.manifest);
      this.view.showDrawing({ ...wanted, seed });
      const { height, width } = model.manifest.grid;
      const batch = await model.draw([{ ...wanted, seed }], {
        signal,
        onProgress: (progress) => {
          if (!isNewest() || signal?.aborted) return;
          const { rows } = progress;
          this.view.showRows(progress, height);
          const codes = codeRows(progress.codes.subarray(0, rows * width), width);
          tell(this, "tessera-progress", { seed, rows, height, codes });
        },
      });
      signal?.throwIfAborted();
      return this.#finish(model, batch, isNewest());
    }, signal);
  }

  /** Says why there is no picture. */
  protected fail(error: unknown): void {
    const { code, message } = error instanceof PageModelError
      ? error
      : new PageModelError("failed", `Cannot draw: ${(error as Error)?.message ?? error}`);
    this.view.fail(message, error instanceof SettingError ? error.setting : undefined);
    tell(this, "tessera-error", { code, message });
  }

  /** Discards results of earlier requests. */
  protected outdate(): void {
    this.#turn++;
  }

  #finish({ manifest }: PageModel, batch: DrawnBatch, isNewest: boolean): ImageDetail {
    const detail = imageDetail(batch, manifest.grid.width);
    if (!isNewest) return detail;
    const { images: [drawn], backend, milliseconds } = batch;
    this.#fileName = `${manifest.id}-seed-${drawn.seed}`;
    const status = pictureStatus({ drawn, manifest, backend, milliseconds });
    this.view.show(drawn.picture, { label: pictureLabel(drawn, manifest), status });
    tell(this, "tessera-image", detail);
    return detail;
  }

  /** Makes something to show; reports an error unless a newer request has replaced it. */
  async #make<Result>(
    act: (model: PageModel, isNewest: () => boolean) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    const turn = ++this.#turn;
    const isNewest = () => turn === this.#turn;
    try {
      return await this.#use((model) => act(model, isNewest));
    } catch (error) {
      if (isNewest() && signal?.aborted) this.view.stop("Stopped");
      else if (isNewest()) this.fail(error);
      throw error;
    }
  }

  async #use<Result>(act: (model: PageModel) => Promise<Result>): Promise<Result> {
    if (!this.isConnected) this.holder.release();
    const src = this.src.trim();
    if (src === "") throw new SettingError("src", "the folder of a bundle", src);
    const backend = backendChoice(this.getAttribute("backend"));
    return await this.holder.use({ src, backend }, act);
  }

  #showReady(model: PageModel): void {
    const { manifest, version, backend, reason, openMilliseconds: milliseconds } = model;
    this.view.showReady(model);
    tell(this, "tessera-ready", { manifest, version, backend, reason, milliseconds });
  }

  #download(): void {
    const { picture } = this.view;
    if (!picture) return;
    downloadPicture(picture, this.#fileName).catch((error) => this.fail(error));
  }
}
