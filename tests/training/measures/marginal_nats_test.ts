import { assertAlmostEquals } from "@std/assert";
import { Graph } from "../../../core/graph/mod.ts";
import type { Compute } from "../../../training/backend.ts";
import { encodedExamples } from "../../../training/data/examples.ts";
import { marginalNats } from "../../../training/measures/marginal_nats.ts";

const BATCH = 2;

/** A prior whose two positions are independent given the class. @param nats Of each code, by class. */
function independentPrior(nats: readonly (readonly number[])[]) {
  const graph = new Graph();
  const inputs = {
    drawn: graph.input("codes", [BATCH, 1, 2], "u32"),
    class: graph.input("class", [BATCH], "u32"),
  };
  const values = new Map([["nats", graph.input("nats", [BATCH, 1, 2])]]);
  const compute: Compute = (_, feeds) => {
    const codes = feeds.get("codes")!, classes = feeds.get("class")!;
    const computed = Float32Array.from(
      codes,
      (code, at) => nats[classes[Math.floor(at / 2)]][code],
    );
    return Promise.resolve(new Map([["nats", computed]]));
  };
  return { compute, options: { inputs, values, classes: nats.length } };
}

Deno.test("marginalNats() averages probabilities of whole images over classes", async () => {
  const probabilities = [[0.5, 0.5], [0.25, 0.75]];
  const { compute, options } = independentPrior(
    probabilities.map((ofClass) => ofClass.map((p) => -Math.log(p))),
  );
  // An odd number of images: the last batch is half full.
  const set = encodedExamples(Uint32Array.of(0, 0, 0, 1, 1, 1), {
    count: 3,
    labels: [0, 1, 1],
  });
  const images = [
    (0.5 * 0.5 + 0.25 * 0.25) / 2,
    (0.5 * 0.5 + 0.25 * 0.75) / 2,
    (0.5 * 0.5 + 0.75 * 0.75) / 2,
  ];
  const expected = images.reduce((sum, p) => sum - Math.log(p), 0) / (3 * 2);
  assertAlmostEquals(await marginalNats(compute, set, options), expected, 1e-7); // f32 nats.
});

Deno.test("marginalNats() of probabilities that f64 cannot hold stays finite", async () => {
  const { compute, options } = independentPrior([[2000], [3000]]);
  const set = encodedExamples(Uint32Array.of(0, 0), { count: 1, labels: [0] });
  assertAlmostEquals(await marginalNats(compute, set, options), (4000 + Math.LN2) / 2, 1e-9);
});
