import type { DType, Shape } from "./tensor_type.ts";

/** What an attribute of an op may hold: JSON data. */
export interface AttributeTypes {
  /** A switch. */
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
  /** An element type. */
  readonly dtype: DType;
}

/** Name of what an attribute may hold. */
export type AttributeKind = keyof AttributeTypes;

/** The kind of each attribute in `A`: attributes read from a file can be checked against it. */
export type AttributeKinds<A> = { readonly [K in keyof A]: KindOf<A[K]> };

/** The kind of an attribute of type `V`. */
export type KindOf<V> = {
  [K in AttributeKind]: Same<V, AttributeTypes[K]> extends true ? K : never;
}[AttributeKind];

/** `true` where two types are the same. */
export type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** The attributes of an op without any. */
export type NoAttributes = Record<never, never>;
