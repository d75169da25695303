import { v128 } from "./instructions.ts";
import { type Code, list, signed, TYPE_BYTE, unsigned, type ValueType } from "./encode.ts";

/** A local or a parameter of one function. */
export class Local {
  /** Its value. */
  readonly get: Code;

  constructor(readonly index: number, readonly type: ValueType) {
    this.get = [0x20, ...unsigned(index)];
  }

  /** Gives it a value. */
  set(value: Code): Code {
    return [value, 0x21, ...unsigned(this.index)];
  }

  /** Gives it a value, and leaves the value on the stack. */
  tee(value: Code): Code {
    return [value, 0x22, ...unsigned(this.index)];
  }

  /** Adds a constant to an i32. */
  increase(by: number): Code {
    return this.set([this.get, 0x41, ...signed(by), 0x6a]);
  }
}

/** The signature of a function. */
export interface Signature {
  readonly parameters?: readonly ValueType[];
  readonly result?: ValueType;
}

/** A function under construction: its parameters, its locals, its code. Made by `ModuleBuilder.function`. */
export class FunctionBuilder {
  readonly parameters: readonly Local[];
  readonly #locals: ValueType[] = [];
  readonly #constants = new Map<string, Local>();
  /** Sets the constants. */
  readonly #head: number[] = [];
  readonly #code: number[] = [];

  constructor(readonly index: number, readonly signature: Signature) {
    this.parameters = (signature.parameters ?? []).map((type, i) => new Local(i, type));
  }

  /** A new local; it is zero at first. */
  local(type: ValueType): Local {
    return new Local(this.parameters.length + this.#locals.push(type) - 1, type);
  }

  /** New locals of one type. */
  locals(type: ValueType, count: number): Local[] {
    return Array.from({ length: count }, () => this.local(type));
  }

  /**
   * A vector of four unsigned words, set once at the start: V8 would build a constant in a loop again in each round, by
   * three instructions.
   */
  constant(words: readonly [number, number, number, number]): Code {
    const key = String(words);
    let local = this.#constants.get(key);
    if (!local) {
      local = this.local("v128");
      this.#constants.set(key, local);
      append(this.#head, local.set(v128.const(words)));
    }
    return local.get;
  }

  /** Appends statements. */
  add(...statements: readonly Code[]): void {
    for (const part of statements) append(this.#code, part);
  }

  /** A call, its arguments in order. */
  call(...operands: readonly Code[]): Code {
    return [...operands, 0x10, ...unsigned(this.index)];
  }

  /** The entry of the code section. */
  encode(): Uint8Array<ArrayBuffer> {
    const locals = list(this.#locals.map((type) => [1, TYPE_BYTE[type]]));
    const size = locals.length + this.#head.length + this.#code.length + 1;
    const head = [...unsigned(size), ...locals, ...this.#head];
    const entry = new Uint8Array(unsigned(size).length + size);
    entry.set(head);
    entry.set(this.#code, head.length);
    entry[entry.length - 1] = 0x0b;
    return entry;
  }
}

function append(bytes: number[], code: Code): void {
  for (const part of code) {
    if (typeof part === "number") bytes.push(part);
    else append(bytes, part);
  }
}
