import { CODEBOOK_FILE, codebookOf, loadFile } from "../../core/bundle/mod.ts";
import type * as Ort from "../../vendor/onnxruntime/webgpu.ts";
import { classOf } from "../../generation/drawn_class.ts";
import { type FixedPointOptions, FixedPointSampler } from "../../generation/fixed_point_sampler.ts";
import type { Sample, SampleRequest } from "../../generation/model.ts";
import { type PriorShape, priorShape } from "../../generation/prior.ts";
import type { BundleSource } from "./bundle_source.ts";
import type { DrawHooks, DrawnSamples, Executor } from "./executor.ts";
import { GpuGrids } from "./gpu_grids.ts";
import type { OnnxRuntime } from "./onnx_runtime.ts";

/** Images that are drawn at once: a pass costs little more for them, and memory stays small. */
const IMAGES_AT_ONCE = 16;

type Session = Ort.InferenceSession;

interface Parts {
  readonly runtime: OnnxRuntime;
  readonly source: BundleSource;
  readonly shape: PriorShape;
  readonly sessions: { readonly prior: Session; readonly decoder: Session };
  readonly device: GPUDevice;
  /** `[K, D]`. */
  readonly codebook: Float32Array;
}

/** A model's ONNX files on ONNX Runtime's WebGPU provider: whole grids at once, drawn by fixed point. */
export class GpuExecutor implements Executor {
  readonly backend = "webgpu";
  readonly manifest;
  readonly version;
  readonly codebook;
  readonly #runtime;
  readonly #source;
  readonly #shape;
  readonly #sessions;
  readonly #grids;
  readonly #sampler;
  readonly #lost: Promise<never>;
  #encoder?: Session;

  private constructor({ runtime, source, shape, sessions, device, codebook }: Parts) {
    this.manifest = source.manifest;
    this.version = source.version;
    this.codebook = codebook;
    this.#runtime = runtime;
    this.#source = source;
    this.#shape = shape;
    this.#sessions = sessions;
    this.#grids = new GpuGrids(runtime, device, shape.grid);
    this.#sampler = new FixedPointSampler(
      shape,
      (codes, labels) => this.#pass(codes, labels),
    );
    this.#lost = device.lost.then(({ message }) => {
      throw new Error(
        `Cannot go on: expected the GPU, got its loss: ${message || "no reason given"}`,
      );
    });
    this.#lost.catch(() => {}); // Handled where the GPU is awaited.
  }

  /**
   * Fetches, checks and opens the files.
   * @throws {BundleError} If a file is not what the manifest says, or none of this model.
   */
  static async open(runtime: OnnxRuntime, source: BundleSource): Promise<GpuExecutor> {
    const { manifest, read } = source;
    const shape = priorShape(manifest);
    const [prior, decoder, codebook] = await Promise.all(
      ["prior.onnx", "decoder.onnx", CODEBOOK_FILE].map((name) => loadFile(read, manifest, name)),
    );
    const sessions = {
      prior: await openSession(runtime, prior),
      decoder: await openSession(runtime, decoder),
    };
    const device = await runtime.env.webgpu.device as GPUDevice;
    const entries = await codebookOf(manifest, codebook);
    return new GpuExecutor({ runtime, source, shape, sessions, device, codebook: entries });
  }

  async draw(
    requests: readonly SampleRequest[],
    { onRows, signal }: DrawHooks = {},
  ): Promise<DrawnSamples> {
    const samples: Sample[] = [], pixels: Float32Array[] = [];
    let passes = 0;
    for (let first = 0; first < requests.length; first += IMAGES_AT_ONCE) {
      const some = requests.slice(first, first + IMAGES_AT_ONCE)
        .map((request) => ({ ...request, class: classOf(request, this.#shape.classes) }));
      const onPass = onRows && this.#telling(first, onRows);
      const drawn = await this.#sampler.sampleAll(some, { signal, onPass });
      passes += drawn.passes;
      pixels.push(...await this.decode(drawn.grids.map(({ codes }) => codes)));
      drawn.grids.forEach(({ codes, logLikelihood }, i) => {
        samples.push({ codes, logLikelihood, class: some[i].class });
      });
    }
    return { samples, pixels, passes };
  }

  /** @param first Index of the first of these images. */
  #telling(first: number, onRows: NonNullable<DrawHooks["onRows"]>): FixedPointOptions["onPass"] {
    const reported: number[] = [];
    return async (settled, codes) => {
      const rows = settled.map((count) => Math.floor(count / this.manifest.grid.width));
      if (rows.every((count, i) => count === (reported[i] ?? 0))) return;
      const pixels = await this.decode(codes);
      rows.forEach((count, i) => {
        if (count === (reported[i] ?? 0)) return;
        reported[i] = count;
        onRows({ image: first + i, rows: count, codes: codes[i].slice(), pixels: pixels[i] });
      });
    };
  }

  async decode(grids: readonly Uint32Array[]): Promise<Float32Array[]> {
    const pixels: Float32Array[] = [];
    for (let first = 0; first < grids.length; first += IMAGES_AT_ONCE) {
      const codes = this.#grids.write(grids.slice(first, first + IMAGES_AT_ONCE));
      const all = await this.#run(this.#sessions.decoder, { codes }) as Float32Array;
      const { channels, height, width } = this.manifest.image;
      const size = channels * height * width;
      for (let at = 0; at < all.length; at += size) pixels.push(all.slice(at, at + size));
    }
    return pixels;
  }

  async encode(pixels: Float32Array): Promise<Uint32Array> {
    const { channels, height, width } = this.manifest.image;
    const { Tensor } = this.#runtime;
    const feeds = { pixels: new Tensor("float32", pixels, [1, channels, height, width]) };
    this.#encoder ??= await this.#openEncoder();
    return Uint32Array.from(await this.#run(this.#encoder, feeds));
  }

  /** Fetched on the first `encode()`. */
  async #openEncoder(): Promise<Session> {
    const file = await loadFile(this.#source.read, this.manifest, "encoder.onnx");
    return await openSession(this.#runtime, file);
  }

  codeLogLikelihoods(codes: Uint32Array, label?: number): Promise<Float64Array> {
    return this.#sampler.codeLogLikelihoods(codes, label);
  }

  async close(): Promise<void> {
    const { prior, decoder } = this.#sessions;
    for (const session of [prior, decoder, this.#encoder]) await session?.release();
    this.#grids.close();
  }

  async #pass(grids: Uint32Array, labels: Uint32Array): Promise<Float32Array> {
    const size = grids.length / labels.length;
    const rows = Array.from(labels, (_, row) => grids.subarray(row * size, (row + 1) * size));
    const codes = this.#grids.write(rows);
    const label = new this.#runtime.Tensor("int32", Int32Array.from(labels), [labels.length]);
    const labelled = this.#shape.classes > 0;
    const feeds = { codes, ...(labelled ? { class: label } : {}) } as Record<string, Ort.Tensor>;
    return await this.#run(this.#sessions.prior, feeds) as Float32Array;
  }

  /** The values of the only output. */
  async #run(
    session: Session,
    feeds: Record<string, Ort.Tensor>,
  ): Promise<Float32Array | Int32Array> {
    const [output] = Object.values(await Promise.race([session.run(feeds), this.#lost]));
    return output.data as Float32Array | Int32Array;
  }
}

function openSession({ InferenceSession }: OnnxRuntime, file: Uint8Array): Promise<Session> {
  return InferenceSession.create(file, {
    executionProviders: ["webgpu"],
    // A node that the GPU leaves to the CPU would go there and back in every pass.
    extra: { session: { disable_cpu_ep_fallback: "1" } },
  });
}
