import type { Bundle } from "../../core/bundle/mod.ts";
import { type Model, openModel, type Sample, type SampleRequest } from "../../generation/model.ts";
import type { CodeManifest } from "./page_model.ts";
import type { DrawHooks, DrawnSamples, Executor } from "./executor.ts";

/** Images that are drawn before the worker listens again. */
const IMAGES_AT_ONCE = 4;
/** Milliseconds for which a worker may be deaf. */
const MAX_DEAF_MS = 30;

/** A model on the WASM kernels, or in plain TypeScript: as the server runs it, the same bits. */
export class WorkerExecutor implements Executor {
  readonly backend;
  readonly manifest;
  readonly version;
  readonly codebook;
  readonly #model: Model;

  /**
   * @param manifest That of the bundle. @param kernels The WASM kernels; plain TypeScript without.
   * @throws {BundleError}
   */
  constructor(bundle: Bundle, manifest: CodeManifest, kernels?: WebAssembly.Module) {
    this.#model = openModel(bundle, kernels);
    this.backend = kernels ? "wasm" as const : "javascript" as const;
    this.manifest = manifest;
    this.version = bundle.version;
    this.codebook = bundle.codebook!; // Its manifest has one.
  }

  async draw(
    requests: readonly SampleRequest[],
    { onRows, signal }: DrawHooks = {},
  ): Promise<DrawnSamples> {
    const samples: Sample[] = [], pixels: Float32Array[] = [];
    let heard = performance.now();
    for (let first = 0; first < requests.length; first += IMAGES_AT_ONCE) {
      if (performance.now() - heard > MAX_DEAF_MS) {
        await nextMessage();
        heard = performance.now();
      }
      signal?.throwIfAborted();
      const some = requests.slice(first, first + IMAGES_AT_ONCE);
      const drawn = this.#model.sampleAll(
        some.map((request, i) => onRows ? this.#telling(request, first + i, onRows) : request),
      );
      samples.push(...drawn);
      pixels.push(...this.#model.decodeAll(drawn.map(({ codes }) => codes)));
    }
    return { samples, pixels };
  }

  #telling(
    request: SampleRequest,
    image: number,
    onRows: NonNullable<DrawHooks["onRows"]>,
  ): SampleRequest {
    const { height, width } = this.manifest.grid;
    const codes = new Uint32Array(height * width);
    return {
      ...request,
      onRow: (row, drawn) => {
        codes.set(drawn, row * width);
        const pixels = this.#model.decode(codes);
        onRows({ image, rows: row + 1, codes: codes.slice(), pixels });
      },
    };
  }

  decode(grids: readonly Uint32Array[]): Promise<Float32Array[]> {
    return Promise.resolve(this.#model.decodeAll(grids));
  }

  encode(pixels: Float32Array): Promise<Uint32Array> {
    return Promise.resolve(this.#model.encode(pixels));
  }

  codeLogLikelihoods(codes: Uint32Array, label?: number): Promise<Float64Array> {
    return Promise.resolve(this.#model.codeLogLikelihoods(codes, label));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Lets messages in, without the delay that a timer has. */
function nextMessage(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      port2.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
