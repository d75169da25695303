import {
  add,
  broadcastTo,
  concat,
  type Graph,
  greater,
  mul,
  pad,
  relu,
  reshape,
  scale,
  select,
  type Shape,
  slice,
  type Tensor,
  transpose,
} from "../../core/graph/mod.ts";
import type { Random } from "../../core/random/random.ts";

const MOST_ELEMENTS = 600;

type Link = (x: Tensor, random: Random, sources: readonly Tensor[]) => Tensor;

/** Views and pointwise ops with random settings. */
const LINKS: readonly Link[] = [
  (x, random) => transpose(x, [...random.permutation(x.shape.length)]),
  (x, random) => {
    const sizes = x.shape.map((side) => 1 + random.integer(side));
    return slice(x, {
      starts: x.shape.map((side, i) => random.integer(side - sizes[i] + 1)),
      sizes,
    });
  },
  (x, random) => {
    const before = x.shape.map(() => random.integer(3));
    return pad(x, { before, after: x.shape.map(() => random.integer(2)) });
  },
  (x, random, sources) => {
    const axis = random.integer(x.shape.length);
    const other = stretched(sources[random.integer(sources.length)], x.shape);
    return concat(random.uniform() < 0.5 ? [x, other] : [relu(other), x, x], { axis });
  },
  (x, random) => reshape(x, factored(x.size, random)),
  (x, random) => broadcastTo(x, [1 + random.integer(2), ...x.shape]),
  (x, random, sources) => add(x, stretched(sources[random.integer(sources.length)], x.shape)),
  (x) => mul(x, scale(x, { factor: -0.5, offset: 2 })),
  (x, random, sources) => {
    const other = stretched(sources[random.integer(sources.length)], x.shape);
    return select(greater(other, x), scale(x, { factor: 2 }), other);
  },
];

/** A chain of views and pointwise ops over inputs of a graph, never of more than a few hundred elements. */
export function randomChain(
  graph: Graph,
  random: Random,
  { links, sources }: { links: number; sources: readonly Tensor[] },
): Tensor {
  let x = sources[random.integer(sources.length)];
  for (let i = 0; i < links; i++) {
    const tensors = graph.tensors.length;
    const next = LINKS[random.integer(LINKS.length)](x, random, sources);
    if (next.size <= MOST_ELEMENTS && next.shape.length <= 6) x = next;
    else graph.tensors.length = tensors; // too large: as if it had not been built
  }
  return x;
}

/** A tensor brought to a shape by leading axes, slices and padding. */
function stretched(x: Tensor, shape: Shape): Tensor {
  const rank = Math.max(x.shape.length, shape.length);
  const lead = (it: Shape) => [...Array(rank - it.length).fill(1), ...it];
  const [from, to] = [lead(x.shape), lead(shape)];
  const cut = slice(reshape(x, from), {
    starts: from.map(() => 0),
    sizes: from.map((side, i) => Math.min(side, to[i])),
  });
  const filled = pad(cut, {
    before: from.map(() => 0),
    after: from.map((side, i) => Math.max(0, to[i] - side)),
  });
  return reshape(filled, shape);
}

function factored(size: number, random: Random): number[] {
  const shape: number[] = [];
  for (let rest = size; rest > 1;) {
    const divisors = Array.from({ length: rest }, (_, i) => i + 1).filter((it) => rest % it === 0);
    const side = divisors[random.integer(divisors.length)];
    shape.push(side);
    rest /= side;
    if (shape.length === 4) {
      shape[3] *= rest;
      break;
    }
  }
  return shape.length === 0 ? [1] : shape;
}
