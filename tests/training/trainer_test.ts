import {
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import type { Values } from "../../core/graph/mod.ts";
import type { TrainingBackend } from "../../training/backend.ts";
import { NonFiniteError } from "../../training/non_finite.ts";
import type { Stage } from "../../training/stage.ts";
import { Trainer, type TrainerState } from "../../training/trainer.ts";
import { backendTest } from "../support/backends.ts";
import { tinyStages } from "./tiny_stages.ts";

/** Does steps. @returns The metrics of the last one. */
async function train(trainer: Trainer, steps: number): Promise<ReadonlyMap<string, number>> {
  for (let i = 0; i < steps; i++) await trainer.next();
  return (await trainer.finish())!;
}

/** The state after some steps of a new trainer. */
async function stateAfter(
  backend: TrainingBackend,
  stage: Stage,
  { steps, seed }: { steps: number; seed: number },
): Promise<TrainerState> {
  const trainer = await Trainer.create(backend, stage, seed);
  await train(trainer, steps);
  const state = await trainer.state();
  trainer.close();
  return state;
}

for (const [name, makeStage] of Object.entries(tinyStages)) {
  backendTest(
    `Trainer restored on another device goes on bit for bit with the ${name}`,
    async (backend, another) => {
      const trainer = await Trainer.create(backend, makeStage(), 1);
      await train(trainer, 3);
      const saved = await trainer.state();
      await train(trainer, 3);
      const resumed = await Trainer.create(await another(), makeStage(), 2);
      resumed.restore(saved);
      assertEquals(await resumed.state(), saved);
      await train(resumed, 3);
      assertEquals(await resumed.state(), await trainer.state());
      assertEquals(await resumed.averaged(), await trainer.averaged());
      assertNotEquals(await resumed.state(), saved);
    },
  );

  backendTest(
    `Trainer gives the same ${name} for the same seed and another for another`,
    async (backend) => {
      const first = await stateAfter(backend, makeStage(), { steps: 2, seed: 1 });
      assertEquals(await stateAfter(backend, makeStage(), { steps: 2, seed: 1 }), first);
      const other = await stateAfter(backend, makeStage(), { steps: 2, seed: 2 });
      for (const [parameter, values] of first.parameters) {
        assertNotEquals(other.parameters.get(parameter), values, parameter);
      }
    },
  );
}

backendTest(
  "Trainer.next() gives the metrics of the step before, finish() those of the last",
  async (backend) => {
    const trainer = await Trainer.create(backend, tinyStages.codec(), 1);
    assertEquals(await trainer.next(), undefined);
    const first = await trainer.next();
    assertEquals([...first!.keys()], ["loss", "reconstruction", "commitment", "norm"]);
    const { loss, reconstruction, commitment } = Object.fromEntries(first!);
    assertAlmostEquals(loss, reconstruction + 0.25 * commitment, 1e-6);
    const second = await trainer.finish();
    assertNotEquals(second, first);
    assertEquals(await trainer.finish(), undefined);
    assertEquals(trainer.step, 2);
  },
);

backendTest("Trainer lowers the loss on a batch that it sees again and again", async (backend) => {
  for (const makeStage of Object.values(tinyStages)) {
    const stage = makeStage();
    const feeds = () => stage.feeds(0);
    const schedule = { warmup: 0, total: 100, final: 1 };
    const trainer = await Trainer.create(
      backend,
      { ...stage, feeds, schedule },
      1,
    );
    const before = (await train(trainer, 1)).get("loss")!;
    const after = (await train(trainer, 30)).get("loss")!;
    assertEquals(after < 0.9 * before, true, `${stage.name}: ${before}, then ${after}`);
    trainer.close();
  }
});

backendTest("Trainer.restore() refuses another model's state", async (backend) => {
  const trainer = await Trainer.create(backend, tinyStages.prior(), 1);
  const state = await trainer.state();
  const parameters = new Map(state.parameters);
  parameters.delete("head.logits.weight");
  assertThrows(
    () => trainer.restore({ ...state, parameters }),
    RangeError,
    'Cannot restore parameter "head.logits.weight": expected its values in the state, got none',
  );
});

/** The stage with an input changed at one step. */
function poisoned(stage: Stage, at: number, poison: (feeds: Map<string, Values>) => void): Stage {
  const feeds = (step: number) => {
    const values = new Map([...stage.feeds(step)].map(([name, it]) => [name, it.slice()]));
    if (step === at) poison(values);
    return values;
  };
  return { ...stage, feeds };
}

backendTest(
  "Trainer stops within a step of a NaN in its input, names it and has learned nothing of it",
  async (backend) => {
    const stage = poisoned(tinyStages.codec(), 2, (feeds) => {
      feeds.get("pixels")![100] = NaN;
    });
    const trainer = await Trainer.create(backend, stage, 1);
    await train(trainer, 2);
    const before = await trainer.averaged();
    await trainer.next();
    const error = await assertRejects(() => trainer.next(), NonFiniteError);
    assertEquals(
      error.message,
      'Cannot go on: expected every value to be finite, got NaN in input "pixels" at step 2',
    );
    assertEquals([error.tensor, error.step], ['input "pixels"', 2]);
    await assertRejects(() => trainer.state(), NonFiniteError);
    assertEquals(await trainer.averaged(), before);
    trainer.close();
  },
);

backendTest(
  "Trainer stops at the first value that overflows and names what it comes from",
  async (backend) => {
    const stage = tinyStages.prior();
    const optimiser = { ...stage.optimiser, rate: 1e30, clip: 0 };
    const trainer = await Trainer.create(backend, { ...stage, optimiser }, 1);
    await trainer.next();
    const error = await assertRejects(() => train(trainer, 2), NonFiniteError);
    await assertRejects(() => trainer.finish(), NonFiniteError); // The step that was queued before.
    assertMatch(
      error.message,
      /got -?\w+ in conv2d \[8, \d+, 4, 4\] after "layers\.\d+\.\S+" at step 1$/,
    );
  },
);

backendTest("Trainer names a parameter that is not finite", async (backend) => {
  const trainer = await Trainer.create(backend, tinyStages.prior(), 1);
  const { parameters } = await trainer.state();
  const broken = parameters.get("head.hidden.weight")!.fill(Infinity, 3, 4);
  trainer.adopt(new Map([["head.hidden.weight", broken]]));
  const error = await assertRejects(() => train(trainer, 1), NonFiniteError);
  assertEquals([error.tensor, error.step], ['parameter "head.hidden.weight"', 0]);
});
