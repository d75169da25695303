import {
  choose,
  type Code,
  f32,
  f32x4,
  forEach,
  type FunctionBuilder,
  i32,
  leave,
  type ModuleBuilder,
  v128,
  when,
} from "../assembler/mod.ts";
import { ADAM_SCALARS } from "../../storage/adam_options.ts";
import { type Buffer, type Task, TASK_SIGNATURE } from "../compiled/task.ts";

/** Words of one unit. */
const CHUNK = 4096;
/** Arenas are made of parts of this many words, each of one parameter: decay applies to all of a part or to none. */
const PART = 64;

/** What Adam reads and writes. */
interface Update {
  readonly gradient: Buffer;
  /** `[norm of the gradient, 0: change nothing]`. */
  readonly norm: Buffer;
  /** By {@link ADAM_SCALARS}. */
  readonly step: Buffer;
  readonly weights: Buffer;
  /** Mean, square, average; as long as `weights`, a multiple of 64 words. */
  readonly state: readonly Buffer[];
  /** Leading weights that decay applies to, a multiple of 64. */
  readonly matrices: number;
}

/**
 * m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g²; w -= lr (m / c1 / (√(v / c2) + eps) + decay w);
 * average = a average + (1 - a) w. Oracle: adam_test.ts.
 * Source: Kingma and Ba 2015; decoupled decay: Loshchilov and Hutter 2019.
 */
export function updateTask(update: Update): Task {
  const { gradient, norm, step, weights, state } = update;
  return {
    name: "adam",
    units: Math.ceil(weights.words / CHUNK),
    reads: [gradient, norm, step, weights, ...state],
    writes: [weights, ...state],
    emit: (module) => emitUpdate(module, update),
  };
}

function emitUpdate(module: ModuleBuilder, update: Update): FunctionBuilder {
  const { gradient, norm, step, weights, matrices } = update;
  const made = module.function(TASK_SIGNATURE);
  const [first, end] = made.parameters;
  const [part, at] = made.locals("i32", 2);
  const [g, m, v, w, decay, shrink] = made.locals("v128", 6);
  const vectors = made.locals("v128", ADAM_SCALARS.length);
  const rests = made.locals("v128", 3);
  const scalar = (name: typeof ADAM_SCALARS[number]) => vectors[ADAM_SCALARS.indexOf(name)].get;
  const [rest1, rest2, restAverage] = rests;
  const [mean, square, average] = update.state;

  const ZERO = i32.const(0);
  const gradientNorm = f32.load(ZERO, norm.address);
  const clip = f32.load(ZERO, step.address + ADAM_SCALARS.indexOf("clip") * 4);
  const clips = i32.and(f32.gt(clip, f32.const(0)), f32.gt(gradientNorm, clip));
  const clipped = f32.div(clip, f32.add(gradientNorm, f32.const(1e-12)));
  const oneMinus = (value: Code) => f32x4.sub(f32x4.const(1), value);
  made.add(
    when(f32.eq(f32.load(ZERO, norm.address + 4), f32.const(0)), leave()),
    ...vectors.map((it, i) => it.set(v128.load32_splat(ZERO, step.address + i * 4))),
    rest1.set(oneMinus(scalar("beta1"))),
    rest2.set(oneMinus(scalar("beta2"))),
    restAverage.set(oneMinus(scalar("average"))),
    shrink.set(f32x4.splat(choose("f32", clips, clipped, f32.const(1)))),
  );

  const mix = (a: Code, x: Code, b: Code, y: Code) => f32x4.add(f32x4.mul(a, x), f32x4.mul(b, y));
  const root = f32x4.sqrt(f32x4.div(v.get, scalar("correction2")));
  const direction = f32x4.div(
    f32x4.div(m.get, scalar("correction1")),
    f32x4.add(root, scalar("epsilon")),
  );
  const change = f32x4.mul(
    scalar("rate"),
    f32x4.add(direction, f32x4.mul(decay.get, w.get)),
  );
  const bytes = weights.words * 4;
  const least = (a: Code, b: Code) => choose("i32", i32.lt_u(a, b), a, b);
  made.add(forEach(
    part,
    {
      from: i32.mul(first.get, i32.const(CHUNK * 4)),
      to: least(i32.const(bytes), i32.mul(end.get, i32.const(CHUNK * 4))),
      step: PART * 4,
    },
    decay.set(f32x4.const(0)),
    when(i32.lt_u(part.get, i32.const(matrices * 4)), decay.set(scalar("decay"))),
    forEach(
      at,
      { from: part.get, to: i32.add(part.get, i32.const(PART * 4)), step: 16 },
      g.set(f32x4.mul(v128.load(at.get, gradient.address), shrink.get)),
      m.set(mix(scalar("beta1"), v128.load(at.get, mean.address), rest1.get, g.get)),
      v.set(f32x4.add(
        f32x4.mul(scalar("beta2"), v128.load(at.get, square.address)),
        f32x4.mul(f32x4.mul(rest2.get, g.get), g.get),
      )),
      w.set(v128.load(at.get, weights.address)),
      w.set(f32x4.sub(w.get, change)),
      v128.store(at.get, m.get, mean.address),
      v128.store(at.get, v.get, square.address),
      v128.store(at.get, w.get, weights.address),
      v128.store(
        at.get,
        mix(scalar("average"), v128.load(at.get, average.address), restAverage.get, w.get),
        average.address,
      ),
    ),
  ));
  return made;
}
