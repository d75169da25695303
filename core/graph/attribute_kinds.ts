import type { DType, Shape } from "./tensor_type.ts";

/** What an attribute of an op may hold: JSON data. */
export interface AttributeTypes {
  readonly boolean: boolean;
  /** Finite. */
  readonly number: number;
  /** A whole number, not negative. */
  readonly integer: number;
  /** Whole numbers, none negative. */
  readonly integers: readonly number[];
  /** Two of them, `[h, w]`. */
  readonly pair: readonly [number, number];
  /** Four of them, `[top, left, bottom, right]`. */
  readonly quad: readonly [number, number, number, number];
  /** Sides of a shape: in a graph file they may follow the number of images. */
  readonly sides: Shape;
  readonly dtype: DType;
}

export type AttributeKind = keyof AttributeTypes;

/** The kind of each attribute in `A`: attributes read from a file can be checked against it. */
export type AttributeKinds<A> = { readonly [K in keyof A]: KindOf<A[K]> };

type KindOf<V> = {
  [K in AttributeKind]: Same<V, AttributeTypes[K]> extends true ? K : never;
}[AttributeKind];

type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** The attributes of an op without any. */
export type NoAttributes = Record<never, never>;
