import { assert, assertEquals } from "@std/assert";
import {
  add,
  ancestors,
  concat,
  Graph,
  matmul,
  mul,
  reduceSum,
  relu,
  reshape,
  scale,
  select,
  sigmoid,
  type Tensor,
} from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { chooseStored, MAX_READS } from "../../../../executors/webgpu/compiled/materialise.ts";
import { randomChain } from "../../../support/random_chain.ts";

/** The stored tensors whose kernels would read each tensor's value. */
function readsOf(tensor: Tensor, stored: ReadonlySet<Tensor>): Set<Tensor> {
  const reads = new Set<Tensor>();
  for (const input of tensor.inputs) {
    if (stored.has(input)) reads.add(input);
    else readsOf(input, stored).forEach((it) => reads.add(it));
  }
  return reads;
}

function storedFor(wanted: readonly Tensor[]): Set<Tensor> {
  return chooseStored(ancestors(wanted), new Set(wanted));
}

Deno.test("chooseStored() computes a chain of pointwise ops in one kernel", () => {
  const x = new Graph().input("x", [4]);
  const y = sigmoid(scale(relu(add(x, x)), { factor: 2 }));
  assertEquals(storedFor([y]), new Set([x, y]));
});

Deno.test("chooseStored() stores what a kernel of its own reads or writes", () => {
  const graph = new Graph();
  const x = graph.input("x", [4, 4]);
  const inner = relu(x);
  const product = matmul(inner, x);
  const y = relu(product);
  assertEquals(storedFor([y]), new Set([x, inner, product, y]));
});

Deno.test("chooseStored() lets a sum compute what it adds", () => {
  const x = new Graph().input("x", [4, 4]);
  const y = reduceSum(mul(x, x), { axes: [0] });
  assertEquals(storedFor([y]), new Set([x, y]));
});

Deno.test("chooseStored() stores a costly value that several kernels need, and not a cheap one", () => {
  const graph = new Graph();
  const [a, b, c] = ["a", "b", "c"].map((name) => graph.input(name, [4]));
  const [cheap, costly] = [add(a, b), mul(add(a, b), c)];
  const results = [cheap, costly].flatMap((it) => [relu(it), sigmoid(it)]);
  assertEquals(storedFor(results), new Set([a, b, c, costly, ...results]));
});

Deno.test("chooseStored() never lets a kernel read more buffers than WebGPU promises", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const graph = new Graph();
    const random = new Random(seed);
    const sources = Array.from({ length: 12 }, (_, i) => graph.input(`x${i}`, [2, 3]));
    const pool = [...sources];
    const pick = () => pool[Math.max(0, pool.length - 1 - random.integer(14))];
    for (let i = 0; i < 30; i++) {
      const kind = random.integer(4);
      if (kind === 0) pool.push(select(pick(), pick(), pick()));
      else if (kind === 1) pool.push(randomChain(graph, random, { links: 2, sources: [pick()] }));
      else if (kind === 2) {
        const parts = Array.from({ length: 4 }, pick);
        pool.push(concat(parts.map((it) => reshape(it, [it.size])), { axis: 0 }));
      } else pool.push(add(pick(), pick()));
      const last = pool.pop()!;
      if (last.size === 6) pool.push(reshape(last, [2, 3]));
    }
    const wanted = [pool.at(-1)!, pick(), pick()].filter((it) => it.inputs.length > 0);
    const stored = storedFor(wanted);
    for (const tensor of stored) {
      const count = readsOf(tensor, stored).size;
      assert(count <= MAX_READS, `seed ${seed}: ${tensor.op.name} reads ${count} buffers`);
    }
  }
});
