import { assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { evaluate, Graph, type Values } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import { differentiate } from "../../core/graph/differentiate.ts";
import { vqVaeLoss } from "../../models/autoencoders/vq_vae.ts";
import { backendTest } from "../support/backends.ts";
import { randomF32 } from "../support/tensors.ts";
import { TINY_EMA } from "../support/vq_vae.ts";
import { adamRef, type AdamRefState, startAdamRef } from "./adam_ref.ts";

const STEPS = 4;
const OPTIONS = {
  rate: 0.01,
  beta1: 0.9,
  beta2: 0.99,
  // Large: where a gradient is nearly 0 its sign, which rounding decides, must not decide a step.
  epsilon: 1e-3,
  weightDecay: 0.1,
  clip: 0.5,
  averageDecay: 0.9,
};

function vqVae() {
  const graph = new Graph();
  const pixels = graph.input("pixels", [3, 1, 8, 8]);
  const { loss } = vqVaeLoss(graph, TINY_EMA, pixels);
  const random = new Random(8);
  const feeds = Array.from({ length: STEPS }, () => randomF32(random, pixels.shape, 0, 1).values);
  return { graph, loss, feeds };
}

/** The same steps by the references and in f64. */
function oracle(start: ReadonlyMap<string, Float32Array>) {
  const { graph, loss, feeds } = vqVae();
  const trainable = [...graph.parameters].filter(([, it]) => it.trainable);
  const gradients = differentiate(graph, loss, trainable.map(([, { tensor }]) => tensor));
  const values = new Map<string, Values>(start);
  // One state for all weights, as clipping looks at all of them.
  const sizes = trainable.map(([, { tensor }]) => tensor.size);
  const matrices = trainable.flatMap(([, { tensor }]) =>
    new Array<boolean>(tensor.size).fill(tensor.shape.length >= 2)
  );
  let state: AdamRefState = startAdamRef(trainable.flatMap(([name]) => [...start.get(name)!]));
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const outputs = [loss, ...gradients, ...graph.assignments.values()];
    const all = evaluate(graph, outputs, new Map(values).set("pixels", feeds[step]));
    losses.push(all[0][0]);
    const gradient = all.slice(1, 1 + gradients.length).flatMap((it) => [...it]);
    const decays = (i: number) => matrices[i];
    state = adamRef(state, gradient, { step, scale: 1, decays, options: OPTIONS });
    let at = 0;
    trainable.forEach(([name], i) => {
      values.set(name, Float32Array.from(state.weights.slice(at, at += sizes[i])));
    });
    const assigned = all.slice(1 + gradients.length);
    [...graph.assignments.keys()].forEach((name, i) => values.set(name, assigned[i]));
  }
  return { losses, values };
}

backendTest("a training step trains the VQ-VAE as references and f64 do", async (backend) => {
  const { graph, loss, feeds } = vqVae();
  const compiled = await backend.compile({
    ...{ graph, loss, optimiser: OPTIONS, random: new Random(2) },
    outputs: new Map([["loss", loss]]),
  });
  const random = new Random(3);
  // Entries spread wide enough that no latent is near a tie.
  const entries = Float32Array.from({ length: 15 }, () => random.normal());
  compiled.adopt(new Map([["codebook.entries", entries]]));
  const { parameters: start } = await compiled.state();
  const expected = oracle(start);
  for (let step = 0; step < STEPS; step++) {
    compiled.step(new Map([["pixels", feeds[step]]]), { step, scale: 1 });
    const { values, finite } = await compiled.read();
    assertAlmostEquals(values.get("loss")!, expected.losses[step], 1e-5);
    assertEquals(finite, true);
  }
  const distance = (a: Values, b: Values) => Math.max(...a.map((x, i) => Math.abs(x - b[i])));
  for (const [name, values] of (await compiled.state()).parameters) {
    assertGreater(distance(values, start.get(name)!), 1e-4, name);
    assertLess(distance(values, expected.values.get(name)!), 2e-5, name);
  }
});
