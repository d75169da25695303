import type { Tensor, Values } from "../../core/graph/mod.ts";
import { fuse } from "../position/fuse.ts";
import { type PositionPlan, positionPlanOf } from "../position/position_plan.ts";
import { wholeGrid } from "../position/position_order.ts";
import { nodePositions } from "../position/view.ts";
import { Emitter } from "./emit.ts";
import { Layout, pitchOf } from "./layout.ts";
import type { Machine } from "./machine.ts";

/** Runs a single-image graph on the WASM kernels, whole grids at a time. */
export class GridExecutor {
  readonly #machine: Machine;
  readonly #plan: PositionPlan;
  readonly #layout: Layout;
  readonly #region: number;
  readonly #instructions: number;

  /**
   * @param output A tensor that depends on the parameters and `input` only.
   * @param input Codes u32 `[1, h, w]` or pixels f32 `[1, c, h, w]`.
   * @param weights The parameters by name.
   * @param capacity The most images at a time.
   * @throws {TypeError} If an op has no WASM kernel.
   */
  constructor(
    machine: Machine,
    { output, input, weights, capacity }: {
      output: Tensor;
      input: Tensor;
      weights: ReadonlyMap<string, Values>;
      capacity: number;
    },
  ) {
    this.#machine = machine;
    this.#plan = fuse(positionPlanOf(output, input, weights));
    if (this.#plan.perGrid.length > 0) {
      throw new TypeError(
        "Cannot run whole grids: expected one input, got inputs per grid as well",
      );
    }
    const runs = wholeGrid(this.#plan);
    this.#layout = new Layout(this.#plan, [runs]);
    this.#instructions = new Emitter(machine, this.#layout).emit(runs);
    this.#region = machine.allocate(this.#layout.bytes * capacity);
  }

  /**
   * Sets the input of an image.
   * @param values `[c, h, w]`, or codes `[h, w]`, which must be below the length of any table they are looked up in.
   * @throws {TypeError} If there are more or fewer.
   */
  write(image: number, values: Values): void {
    const { input } = this.#plan;
    const size = input.height * input.width;
    if (values.length !== size * input.channels) {
      throw new TypeError(
        `Cannot run a grid: expected ${size * input.channels} values, got ${values.length}`,
      );
    }
    const start = (this.#region + image * this.#layout.bytes + this.#layout.at(input, 0, 0)) / 4;
    const memory = input.dtype === "u32"
      ? this.#machine.u32(0, this.#machine.bytes / 4)
      : this.#machine.f32(0, this.#machine.bytes / 4);
    const pitch = pitchOf(input) / 4;
    for (let c = 0; c < input.channels; c++) {
      for (let p = 0; p < size; p++) memory[start + p * pitch + c] = values[c * size + p];
    }
  }

  /** Computes the output of images [0, count). */
  run(count: number): void {
    this.#machine.kernels.run(this.#instructions, count, this.#region, this.#layout.bytes);
  }

  /** The output of an image, `[c, h, w]`, in the type of `into`. */
  read<T extends Values>(image: number, into: T): T {
    const { output } = this.#plan;
    const base = this.#region + image * this.#layout.bytes;
    const memory = into instanceof Uint32Array
      ? this.#machine.u32(0, this.#machine.bytes / 4)
      : this.#machine.f32(0, this.#machine.bytes / 4);
    const positions = nodePositions(output);
    for (let p = 0; p < positions.length; p++) {
      const from = (base + this.#layout.at(output.node, positions[p], output.start[2])) / 4;
      for (let c = 0; c < output.channels; c++) into[c * positions.length + p] = memory[from + c];
    }
    return into;
  }
}
