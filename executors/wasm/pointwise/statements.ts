import {
  type Code,
  type FunctionBuilder,
  i32x4,
  type Local,
  type ValueType,
} from "../assembler/mod.ts";

/** Statements of a function, in the order in which they are added. */
export class Statements {
  readonly #code: Code[] = [];

  constructor(readonly made: FunctionBuilder) {}

  /** All of them so far. */
  get code(): Code {
    return [...this.#code];
  }

  /** Appends a statement. */
  add(...statements: readonly Code[]): void {
    this.#code.push(...statements);
  }

  /** An f32 in all lanes. */
  number(value: number): Code {
    return this.word(new Uint32Array(Float32Array.of(value).buffer)[0]);
  }

  /** A u32 in all lanes. */
  word(word: number): Code {
    return word === 0 ? i32x4.const(0) : this.made.constant([word, word, word, word]);
  }

  /** Keeps a value in a new local. @returns Its value. */
  hold(value: Code, type: ValueType = "v128"): Code {
    const local: Local = this.made.local(type);
    this.add(local.set(value));
    return local.get;
  }
}

/** Computes four lanes from four lanes of each input; what it needs in between is added `to` the others. */
export type Form = (inputs: readonly Code[], to: Statements) => Code;
