import { list, text, TYPE_BYTE, unsigned, type ValueType } from "./encode.ts";
import { FunctionBuilder, type Signature } from "./function.ts";

/** Size of memory is counted in these many bytes. */
export const PAGE_BYTES = 65536;

/** The memory that a module imports as `env.memory`. */
export interface MemoryType {
  /** Pages it has at least: accesses at constant addresses below need no check. */
  readonly pages: number;
  /** Pages it may grow to; the same by default. */
  readonly maximum?: number;
  /** Whether threads share it. */
  readonly shared: boolean;
}

/**
 * Vectors that a function keeps in registers at once: 16 in those of x64, 32 in those of ARM, and as many where V8 joins
 * pairs of vectors into one of 256 bits.
 */
export type VectorRegisters = 16 | 32;

const FUNCTION_FORM = 0x60;
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;

/**
 * Writes a WebAssembly module that computes in an imported memory.
 * Source: https://webassembly.github.io/spec/core/binary/modules.html
 */
export class ModuleBuilder {
  readonly #functions: FunctionBuilder[] = [];
  readonly #exports = new Map<string, FunctionBuilder>();

  /** @param vectorRegisters What code that has a choice is written for. */
  constructor(readonly memory: MemoryType, readonly vectorRegisters: VectorRegisters = 32) {}

  /** A new function. @param name Exports it. */
  function(signature: Signature = {}, name?: string): FunctionBuilder {
    const made = new FunctionBuilder(this.#functions.length, signature);
    this.#functions.push(made);
    if (name !== undefined) this.#exports.set(name, made);
    return made;
  }

  /** Exports a function of this module. */
  export(name: string, exported: FunctionBuilder): void {
    this.#exports.set(name, exported);
  }

  /** The module's bytes. */
  encode(): Uint8Array<ArrayBuffer> {
    const { pages, maximum = pages, shared } = this.memory;
    const limits = shared
      ? [0x03, ...unsigned(pages), ...unsigned(maximum)]
      : [0x00, ...unsigned(pages)];
    const types = this.#functions.map(({ signature }) => [
      FUNCTION_FORM,
      ...list((signature.parameters ?? []).map(typeByte)),
      ...list(signature.result ? [typeByte(signature.result)] : []),
    ]);
    const memory = [...text("env"), ...text("memory"), 0x02, ...limits];
    const exported = [...this.#exports].map(([name, { index }]) => [
      ...text(name),
      0x00,
      ...unsigned(index),
    ]);
    const bodies = this.#functions.map((it) => it.encode());
    const count = unsigned(bodies.length);
    const size = bodies.reduce((sum, { length }) => sum + length, count.length);
    return joined([
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(SECTION.type, list(types)),
      section(SECTION.import, list([memory])),
      section(SECTION.function, list(this.#functions.map(({ index }) => unsigned(index)))),
      section(SECTION.export, list(exported)),
      [SECTION.code, ...unsigned(size), ...count],
      ...bodies,
    ]);
  }
}

const typeByte = (type: ValueType) => [TYPE_BYTE[type]];

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function joined(parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
