import { type Code, floatBytes, signed, unsigned } from "./encode.ts";

// One function for each instruction used, named as in the specification. Arguments are expressions, in the order of
// the stack; an address is an i32 expression, to which a constant `offset` in bytes is added.
// Source: https://webassembly.github.io/spec/core/binary/instructions.html, and for threads
// https://github.com/WebAssembly/threads/blob/main/proposals/threads/Overview.md

const SIMD = 0xfd;
const ATOMIC = 0xfe;

const plain = (opcode: number) => (...operands: readonly Code[]): Code => [...operands, opcode];
const prefixed = (prefix: number, opcode: number) => {
  const instruction = [prefix, ...unsigned(opcode)];
  return (...operands: readonly Code[]): Code => [...operands, instruction];
};
const simd = (opcode: number) => prefixed(SIMD, opcode);

/** A load: address, then offset. @param align Power of two that the address is a multiple of; a hint. */
const load = (opcode: readonly number[], align: number) => (address: Code, offset = 0): Code => [
  address,
  ...opcode,
  align,
  ...unsigned(offset),
];
/** A store: address, value, then offset. */
const store =
  (opcode: readonly number[], align: number) => (address: Code, value: Code, offset = 0): Code => [
    address,
    value,
    ...opcode,
    align,
    ...unsigned(offset),
  ];
const simdOpcode = (opcode: number) => [SIMD, ...unsigned(opcode)];

/** Whole numbers of 32 bits, and addresses. */
export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value | 0)],
  load: load([0x28], 2),
  store: store([0x36], 2),
  eqz: plain(0x45),
  eq: plain(0x46),
  ne: plain(0x47),
  lt_s: plain(0x48),
  lt_u: plain(0x49),
  gt_s: plain(0x4a),
  gt_u: plain(0x4b),
  le_u: plain(0x4d),
  ge_s: plain(0x4e),
  ge_u: plain(0x4f),
  add: plain(0x6a),
  sub: plain(0x6b),
  mul: plain(0x6c),
  div_u: plain(0x6e),
  rem_u: plain(0x70),
  and: plain(0x71),
  or: plain(0x72),
  xor: plain(0x73),
  shl: plain(0x74),
  shr_u: plain(0x76),
  rotl: plain(0x77),
  reinterpret_f32: plain(0xbc),
  extract_lane: (vector: Code, lane: number): Code => [vector, ...simdOpcode(0x1b), lane],
  atomic: {
    load: load([ATOMIC, 0x10], 2),
    store: store([ATOMIC, 0x17], 2),
    /** Adds, and gives the value before. */
    add: store([ATOMIC, 0x1e], 2),
  },
};

/** Numbers of 32 bits. */
export const f32 = {
  const: (value: number): Code => [0x43, ...floatBytes(value)],
  load: load([0x2a], 2),
  store: store([0x38], 2),
  eq: plain(0x5b),
  ne: plain(0x5c),
  lt: plain(0x5d),
  gt: plain(0x5e),
  le: plain(0x5f),
  ge: plain(0x60),
  sqrt: plain(0x91),
  add: plain(0x92),
  sub: plain(0x93),
  mul: plain(0x94),
  div: plain(0x95),
  convert_i32_u: plain(0xb3),
  reinterpret_i32: plain(0xbe),
  extract_lane: (vector: Code, lane: number): Code => [vector, ...simdOpcode(0x1f), lane],
};

/** Vectors of 128 bits, whatever their lanes are. */
export const v128 = {
  load: load(simdOpcode(0x00), 4),
  load32_splat: load(simdOpcode(0x09), 2),
  load32_zero: load(simdOpcode(0x5c), 2),
  store: store(simdOpcode(0x0b), 4),
  /** Loads one lane, and keeps the others of `vector`. */
  load32_lane: (address: Code, vector: Code, lane: number, offset = 0): Code => [
    address,
    vector,
    ...simdOpcode(0x56),
    2,
    ...unsigned(offset),
    lane,
  ],
  store32_lane: (address: Code, vector: Code, lane: number, offset = 0): Code => [
    address,
    vector,
    ...simdOpcode(0x5a),
    2,
    ...unsigned(offset),
    lane,
  ],
  /** Four lanes given as unsigned words. */
  const: (words: readonly [number, number, number, number]): Code => [
    ...simdOpcode(0x0c),
    ...new Uint8Array(Uint32Array.from(words).buffer),
  ],
  /** Lanes of 32 bits by their index: 0 to 3 of `a`, 4 to 7 of `b`. */
  shuffle: (a: Code, b: Code, lanes: readonly [number, number, number, number]): Code => [
    a,
    b,
    ...simdOpcode(0x0d),
    ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte)),
  ],
  not: simd(0x4d),
  and: simd(0x4e),
  andnot: simd(0x4f),
  or: simd(0x50),
  xor: simd(0x51),
  /** Bits of `a` where `mask` is 1, else of `b`. Operands: a, b, mask. */
  bitselect: simd(0x52),
  any_true: simd(0x53),
};

/** Vectors of four f32. */
export const f32x4 = {
  splat: simd(0x13),
  /** The same number in all four lanes. */
  const: (value: number): Code => {
    const [word] = new Uint32Array(Float32Array.of(value).buffer);
    return v128.const([word, word, word, word]);
  },
  replace_lane: (vector: Code, value: Code, lane: number): Code => [
    vector,
    value,
    ...simdOpcode(0x20),
    lane,
  ],
  eq: simd(0x41),
  ne: simd(0x42),
  lt: simd(0x43),
  gt: simd(0x44),
  le: simd(0x45),
  ge: simd(0x46),
  ceil: simd(0x67),
  floor: simd(0x68),
  trunc: simd(0x69),
  nearest: simd(0x6a),
  abs: simd(0xe0),
  neg: simd(0xe1),
  sqrt: simd(0xe3),
  add: simd(0xe4),
  sub: simd(0xe5),
  mul: simd(0xe6),
  div: simd(0xe7),
  min: simd(0xe8),
  max: simd(0xe9),
  pmin: simd(0xea),
  pmax: simd(0xeb),
  convert_i32x4_s: simd(0xfa),
  convert_i32x4_u: simd(0xfb),
};

/** Vectors of four words. */
export const i32x4 = {
  splat: simd(0x11),
  /** The same word in all four lanes. */
  const: (value: number): Code =>
    v128.const([value, value, value, value].map((it) => it >>> 0) as [
      number,
      number,
      number,
      number,
    ]),
  eq: simd(0x37),
  ne: simd(0x38),
  lt_s: simd(0x39),
  lt_u: simd(0x3a),
  gt_s: simd(0x3b),
  ge_s: simd(0x3f),
  ge_u: simd(0x40),
  all_true: simd(0xa3),
  bitmask: simd(0xa4),
  /** Operands: vector, i32 count. */
  shl: simd(0xab),
  shr_s: simd(0xac),
  shr_u: simd(0xad),
  add: simd(0xae),
  sub: simd(0xb1),
  mul: simd(0xb5),
  min_u: simd(0xb7),
  trunc_sat_f32x4_s: simd(0xf8),
};
