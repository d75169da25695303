import { evaluate } from "../core/graph/mod.ts";
import { labelFeed, type Prior } from "./prior.ts";
import {
  type Grid,
  type GridRequest,
  type GridSampler,
  judging,
  requireGrid,
  requireLabel,
} from "./request.ts";
import { spread } from "../executors/position/node_builder.ts";
import { fuse } from "../executors/position/fuse.ts";
import { type PositionPlan, positionPlanOf } from "../executors/position/position_plan.ts";
import { positionOrder } from "../executors/position/position_order.ts";
import { nodePositions } from "../executors/position/view.ts";
import * as abi from "../executors/wasm/abi.ts";
import { Emitter } from "../executors/wasm/emit.ts";
import { Layout } from "../executors/wasm/layout.ts";
import type { Machine } from "../executors/wasm/machine.ts";

/** Regions are few enough to fit into this. */
const MAX_REGION_BYTES = 12 * 2 ** 20;
const MAX_REGIONS = 32;
/** Labels whose values are remembered. */
const MAX_LABELS = 256;
const TO_DRAW = 0xffffffff;

/**
 * Draws and judges grids of codes on the WASM kernels, several at a time: the weights are read once for all
 * of them. One call into WebAssembly draws a grid, or a row where somebody listens.
 */
export class WasmSampler implements GridSampler {
  /** Grids that are drawn at once; more are drawn in turns. A guided grid counts twice. */
  readonly capacity: number;
  readonly #machine: Machine;
  readonly #prior: Prior;
  readonly #plan: PositionPlan;
  readonly #layout: Layout;
  readonly #sampler: number;
  readonly #requests: number;
  readonly #kept: number;
  readonly #region: number;
  readonly #grid: number;
  readonly #labels = new Map<number, Float32Array>();

  /** @throws {TypeError} If the prior has an op without a WASM kernel, or is not causal. */
  constructor(machine: Machine, prior: Prior) {
    this.#machine = machine;
    this.#prior = prior;
    this.#plan = fuse(positionPlanOf(prior.logits, prior.codes, prior.weights));
    const steps = positionOrder(this.#plan);
    const layout = this.#layout = new Layout(this.#plan, steps);
    const emitter = new Emitter(machine, layout);
    const { output, input } = this.#plan;
    const instructions = Uint32Array.from(steps, (runs) => emitter.emit(runs));
    const places = nodePositions(output)
      .map((position) => layout.at(output.node, position, output.start[2]));
    this.#grid = layout.at(input, 0, 0);
    const sampler = new Uint32Array(abi.SAMPLER_BYTES / 4);
    sampler[abi.SAMPLER_CODES_AT / 4] = prior.shape.codebookSize;
    sampler[abi.SAMPLER_STEPS_AT / 4] = machine.store(instructions);
    sampler[abi.SAMPLER_GRID_AT / 4] = this.#grid;
    sampler[abi.SAMPLER_LOGITS_AT / 4] = machine.store(places);
    sampler[abi.SAMPLER_SCRATCH_AT / 4] = machine.allocate(
      prior.shape.codebookSize * abi.SCRATCH_BYTES,
    );
    this.#sampler = machine.store(sampler);
    const fitting = Math.floor(MAX_REGION_BYTES / layout.bytes);
    this.capacity = Math.max(2, Math.min(MAX_REGIONS, fitting));
    this.#requests = machine.allocate(this.capacity * abi.REQUEST_BYTES);
    this.#kept = machine.allocate(this.capacity * places.length * 4);
    this.#region = machine.allocate(this.capacity * layout.bytes);
  }

  sampleAll(requests: readonly GridRequest[]): Grid[] {
    for (const request of requests) requireGrid(request, this.#prior.shape);
    const grids: Grid[] = [];
    for (let start = 0; start < requests.length;) {
      const end = this.#lastThatFits(requests, start);
      grids.push(...this.#draw(requests.slice(start, end)));
      start = end;
    }
    return grids;
  }

  sample(request: GridRequest): Grid {
    return this.sampleAll([request])[0];
  }

  logLikelihood(codes: Uint32Array, label?: number): number {
    return this.sample(judging(codes, label)).logLikelihood;
  }

  codeLogLikelihoods(codes: Uint32Array, label?: number): Float64Array {
    const request = judging(codes, label);
    requireGrid(request, this.#prior.shape);
    this.#prepare([request]);
    const each = new Float64Array(codes.length);
    let before = 0;
    for (let position = 0; position < codes.length; position++) {
      this.#run(1, 1, { first: position, end: position + 1 });
      const sum = this.#logLikelihood(0);
      each[position] = sum - before;
      before = sum;
    }
    return each;
  }

  #lastThatFits(requests: readonly GridRequest[], start: number): number {
    let end = start;
    for (let regions = 0; end < requests.length; end++) {
      regions += isGuided(requests[end]) ? 2 : 1;
      if (regions > this.capacity) break;
    }
    return end;
  }

  #draw(requests: readonly GridRequest[]): Grid[] {
    const { height, width } = this.#prior.shape.grid;
    const regions = this.#prepare(requests);
    const listeners = requests.some(({ onRow }) => onRow !== undefined);
    const step = listeners ? width : height * width;
    for (let first = 0; first < height * width; first += step) {
      this.#run(requests.length, regions, { first, end: first + step });
      if (listeners) {
        requests.forEach(({ onRow }, image) =>
          onRow?.(first / width, this.#codes(image, first, first + width))
        );
      }
    }
    return requests.map((_, image) => ({
      codes: this.#codes(image, 0, height * width),
      logLikelihood: this.#logLikelihood(image),
    }));
  }

  /** Writes what the kernels read. @returns How many regions are run: a guided grid has two. */
  #prepare(requests: readonly GridRequest[]): number {
    let regions = requests.length;
    requests.forEach((request, image) => {
      this.#setLabel(image, requireLabel(request.class, this.#prior.shape));
      const twin = isGuided(request) ? regions++ : 0;
      if (twin > 0) this.#setLabel(twin, this.#prior.shape.classes);
      this.#setRequest(image, request, twin);
    });
    return regions;
  }

  #run(images: number, regions: number, { first, end }: { first: number; end: number }): void {
    const { bytes } = this.#layout;
    const sampler = this.#sampler, requests = this.#requests, region = this.#region;
    this.#machine.kernels.draw(sampler, requests, images, regions, region, bytes, first, end);
  }

  #logLikelihood(image: number): number {
    const request = this.#requests + image * abi.REQUEST_BYTES;
    return this.#machine.view().getFloat64(request + abi.REQUEST_LOG_LIKELIHOOD_AT, true);
  }

  #codes(image: number, first: number, end: number): Uint32Array {
    const start = this.#region + image * this.#layout.bytes + this.#grid;
    return this.#machine.u32(start + first * 4, end - first).slice();
  }

  #setRequest(image: number, request: GridRequest, twin: number): void {
    const { codebookSize, grid: { height, width } } = this.#prior.shape;
    const { seed, temperature, topK = codebookSize, topP = 1, guidance, kept } = request;
    const size = height * width;
    const keptAt = this.#kept + image * size * 4;
    if (kept) this.#machine.u32(keptAt, size).set(kept.map((code) => code ?? TO_DRAW));
    const at = this.#requests + image * abi.REQUEST_BYTES;
    const view = this.#machine.view();
    view.setFloat64(at + abi.REQUEST_TEMPERATURE_AT, temperature, true);
    view.setFloat64(at + abi.REQUEST_TOP_P_AT, topP, true);
    view.setFloat64(at + abi.REQUEST_GUIDANCE_AT, guidance, true);
    view.setFloat64(at + abi.REQUEST_LOG_LIKELIHOOD_AT, 0, true);
    view.setUint32(at + abi.REQUEST_SEED_AT, seed, true);
    view.setUint32(at + abi.REQUEST_TOP_K_AT, Math.min(topK, codebookSize), true);
    view.setUint32(at + abi.REQUEST_KEPT_AT, kept ? keptAt : 0, true);
    view.setUint32(at + abi.REQUEST_TWIN_AT, twin, true);
  }

  /** Sets what the class decides in a region. */
  #setLabel(region: number, label: number): void {
    let values = this.#labels.get(label);
    if (values === undefined) {
      if (this.#labels.size === MAX_LABELS) this.#labels.clear();
      this.#labels.set(label, values = this.#valuesOf(label));
    }
    const at = this.#region + region * this.#layout.bytes + this.#layout.shared;
    this.#machine.f32(at, values.length).set(values);
  }

  #valuesOf(label: number): Float32Array {
    const { perGrid } = this.#plan;
    const { graph, weights } = this.#prior;
    const feeds = new Map([...weights, ...labelFeed(this.#prior, label)]);
    const tensors = perGrid.map(({ tensor }) => tensor!);
    const all = new Float32Array(this.#layout.sharedLength);
    evaluate(graph, tensors, feeds).forEach((values, i) => {
      const start = (this.#layout.atShared(perGrid[i]) - this.#layout.shared) / 4;
      spread(values, all.subarray(start, start + perGrid[i].values.length));
    });
    return all;
  }
}

function isGuided({ guidance, class: label }: GridRequest): boolean {
  return guidance !== 1 && label !== undefined;
}
