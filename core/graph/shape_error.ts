import type { TensorType } from "./tensor_type.ts";

/**
 * A graph that cannot be built: names the op, the rule and the shapes that break it.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { add, Graph, ShapeError } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const [a, b] = [graph.input("a", [2]), graph.input("b", [3])];
 * assertThrows(() => add(a, b), ShapeError, "f32 [2], f32 [3]");
 * ```
 */
export class ShapeError extends TypeError {
  /** Names what is wrong. @param actual Types of the op's inputs. */
  constructor(readonly op: string, readonly rule: string, readonly actual: readonly TensorType[]) {
    super(
      `Cannot build ${op}: expected ${rule}, got ${
        actual.map(describeType).join(", ") || "no input"
      }`,
    );
    this.name = "ShapeError";
  }
}

/** `f32 [2, 3]` */
export function describeType({ shape, dtype }: TensorType): string {
  return `${dtype} [${shape.join(", ")}]`;
}

/** @throws {ShapeError} unless `holds`. */
export function requireShape(
  holds: boolean,
  op: string,
  rule: string,
  actual: readonly TensorType[],
): asserts holds {
  if (!holds) throw new ShapeError(op, rule, actual);
}
