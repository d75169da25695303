import { f32, f32x4, forEach, i32, select, v128 } from "../assembler/mod.ts";
import { type Buffer, type Task, TASK_SIGNATURE } from "../compiled/task.ts";

/** Parts of a sum, `[count][size]`, and where the sum goes. */
export interface Parts {
  readonly parts: Buffer;
  readonly count: number;
  readonly size: number;
  /** `[size]`. */
  readonly out: Buffer;
}

/** Words of a unit, a multiple of 4: two parts of them fill half a first cache. */
const UNIT = 2048;

/** The task that adds parts in their order: `y[i] = Σ p of parts[p][i]`. */
export function sumPartsTask({ parts, count, size, out }: Parts): Task {
  return {
    name: "matmul_sum_parts",
    units: Math.ceil(size / UNIT),
    reads: [parts],
    writes: [out],
    emit: (module) => {
      const made = module.function(TASK_SIGNATURE);
      const [first, end] = made.parameters;
      const at = made.local("i32");
      const places = Array.from({ length: count }, (_, p) => parts.address + p * size * 4);
      const sum = places.map((place) => v128.load(at.get, place)).reduce((a, b) => f32x4.add(a, b));
      const tail = places.map((place) => f32.load(at.get, place)).reduce((a, b) => f32.add(a, b));
      const limit = (bytes: number) => {
        const unitsEnd = i32.mul(end.get, i32.const(UNIT * 4));
        return select(unitsEnd, i32.const(bytes), i32.lt_u(unitsEnd, i32.const(bytes)));
      };
      made.add(
        forEach(
          at,
          {
            from: i32.mul(first.get, i32.const(UNIT * 4)),
            to: limit(Math.floor(size / 4) * 16),
            step: 16,
          },
          v128.store(at.get, sum, out.address),
        ),
        forEach(
          at,
          { from: at.get, to: limit(size * 4), step: 4 },
          f32.store(at.get, tail, out.address),
        ),
      );
      return made;
    },
  };
}
