import { type Code, f32x4, i32x4, type Local, sequence, v128 } from "../assembler/mod.ts";
import { expOfNegative, log } from "./elementary.ts";
import { acrossLanes } from "./lanes.ts";
import type { Element, Line } from "./line.ts";
import { Statements } from "./statements.ts";

/** The ops that walk one axis. */
export type LineOp = "softmax" | "log_softmax" | "cross_entropy" | "argmin";

const { add, sub, mul, div, eq, lt, pmax } = f32x4;

/** What each does with a line. @param out Address of the result. */
export const LINE_OPS: { readonly [N in LineOp]: (line: Line, out: number) => Code } = {
  softmax: (line, out) => {
    const [top, sum] = line.locals(2);
    return sequence(
      findTop(line, top),
      sumPowers(line, { top, sum }, (element, power) => element.store(out, power)),
      sum.set(div(f32x4.const(1), sum.get)),
      line.each((element) => element.store(out, mul(element.load(out), sum.get))),
    );
  },
  log_softmax: (line, out) => {
    const [top, sum] = line.locals(2);
    return sequence(
      findTop(line, top),
      sumPowers(line, { top, sum }),
      sum.set(logOf(line, sum)),
      line.each(({ value, store }) => store(out, sub(sub(value, top.get), sum.get))),
    );
  },
  cross_entropy: (line, out) => {
    const [top, sum, chosen] = line.locals(3);
    return sequence(
      findTop(line, top),
      chosen.set(f32x4.const(0)),
      sumPowers(line, { top, sum }, ({ value, index, only }) => {
        const hit = i32x4.eq(index, line.target);
        return chosen.set(v128.bitselect(only(sub(value, top.get), 0), chosen.get, hit));
      }),
      line.combine(() => chosen.set(acrossLanes(chosen, v128.or))),
      line.store(out, sub(logOf(line, sum), chosen.get)),
    );
  },
  argmin: (line, out) => {
    const [lowest, code] = line.locals(2);
    return sequence(
      lowest.set(f32x4.const(Infinity)),
      code.set(i32x4.const(0)),
      line.each(({ value, index, only }, statements) => {
        const found = statements.hold(only(value, Infinity));
        const lower = statements.hold(lt(found, lowest.get));
        return sequence(
          lowest.set(v128.bitselect(found, lowest.get, lower)),
          code.set(v128.bitselect(index, code.get, lower)),
        );
      }),
      line.combine(() =>
        sequence(
          lowerOf(line, { lowest, code }, [2, 3, 0, 1]),
          lowerOf(line, { lowest, code }, [1, 0, 3, 2]),
        )
      ),
      line.store(out, code.get),
    );
  },
};

/** The largest element. */
function findTop(line: Line, top: Local): Code {
  return sequence(
    top.set(f32x4.const(-Infinity)),
    line.each(({ value, only }) => top.set(pmax(top.get, only(value, -Infinity)))),
    line.combine(() => top.set(acrossLanes(top, pmax))),
  );
}

/** Σ e^(x - top). @param also What else to do with each element and its power. */
function sumPowers(
  line: Line,
  { top, sum }: { top: Local; sum: Local },
  also: (element: Element, power: Code) => Code = () => [],
): Code {
  return sequence(
    sum.set(f32x4.const(0)),
    line.each((element, statements) => {
      const power = statements.hold(expOfNegative(sub(element.value, top.get), statements));
      return sequence(sum.set(add(sum.get, element.only(power, 0))), also(element, power));
    }),
    line.combine(() => sum.set(acrossLanes(sum, add))),
  );
}

function logOf(line: Line, sum: Local): Code {
  const statements = new Statements(line.nest.made);
  const value = log(sum.get, statements);
  return sequence(statements.code, value);
}

/** The lower of each lane and another one, and its code; the lower code if they are equal. */
function lowerOf(
  line: Line,
  { lowest, code }: { lowest: Local; code: Local },
  order: readonly [number, number, number, number],
): Code {
  const [otherLowest, otherCode, lower] = line.locals(3);
  const turned = ({ get }: Local) => v128.shuffle(get, get, order);
  const first = v128.and(eq(otherLowest.get, lowest.get), i32x4.lt_u(otherCode.get, code.get));
  return sequence(
    otherLowest.set(turned(lowest)),
    otherCode.set(turned(code)),
    lower.set(v128.or(lt(otherLowest.get, lowest.get), first)),
    lowest.set(v128.bitselect(otherLowest.get, lowest.get, lower.get)),
    code.set(v128.bitselect(otherCode.get, code.get, lower.get)),
  );
}
