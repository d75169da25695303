import {
  choose,
  f32,
  forEach,
  type FunctionBuilder,
  i32,
  leave,
  type ModuleBuilder,
  v128,
  when,
} from "../assembler/mod.ts";
import { type Buffer, type Task, TASK_SIGNATURE } from "./task.ts";

/** Words of one unit. */
const CHUNK = 8192;

/** What is copied: as many words as `from` has. */
interface Copy {
  readonly from: Buffer;
  readonly to: Buffer;
  /** Nothing is copied where its second word is 0. */
  readonly guard?: Buffer;
}

/** to = from. */
export function copyTask(copy: Copy): Task {
  return {
    name: "copy",
    units: Math.ceil(copy.from.words / CHUNK),
    reads: copy.guard ? [copy.from, copy.guard] : [copy.from],
    writes: [copy.to],
    emit: (module) => emitCopy(module, copy),
  };
}

function emitCopy(module: ModuleBuilder, { from, to, guard }: Copy): FunctionBuilder {
  const made = module.function(TASK_SIGNATURE);
  const [first, end] = made.parameters;
  const [at, after] = made.locals("i32", 2);
  if (guard) {
    const enabled = f32.load(i32.const(0), guard.address + 4);
    made.add(when(f32.eq(enabled, f32.const(0)), leave()));
  }
  const whole = i32.const(Math.floor(from.words / 4) * 16);
  made.add(
    at.set(i32.mul(first.get, i32.const(CHUNK * 4))),
    after.set(i32.mul(end.get, i32.const(CHUNK * 4))),
    forEach(
      at,
      {
        from: at.get,
        to: choose("i32", i32.lt_u(after.get, whole), after.get, whole),
        step: 16,
      },
      v128.store(at.get, v128.load(at.get, from.address), to.address),
    ),
    forEach(
      at,
      {
        from: at.get,
        to: choose(
          "i32",
          i32.lt_u(after.get, i32.const(from.words * 4)),
          after.get,
          i32.const(from.words * 4),
        ),
        step: 4,
      },
      f32.store(at.get, f32.load(at.get, from.address), to.address),
    ),
  );
  return made;
}
