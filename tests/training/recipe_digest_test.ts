import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { Random } from "../../core/random/random.ts";
import {
  adapterName,
  type Device,
  listAdapters,
  openDevice,
} from "../../executors/webgpu/device.ts";
import { WebGpuBackend } from "../../executors/webgpu/training_backend.ts";
import { fitRecipe } from "../../models/adapt_recipe.ts";
import { modelsOf, type Recipe, stagesOf } from "../../models/recipe.ts";
import { RECIPES } from "../../models/recipes.ts";
import { picturesOf } from "../../training/data/dataset.ts";
import { encodedExamples, type Examples, imageExamples } from "../../training/data/examples.ts";
import { proceduralDataset } from "../../training/data/procedural.ts";
import { makeStage } from "../../training/make_stage.ts";
import type { Stage } from "../../training/stage.ts";
import { Trainer, type TrainerState } from "../../training/trainer.ts";
import { gpuTest } from "../support/adapter.ts";

/** The adapter that the digests are of: others add up in another order. */
const ADAPTER = "llvmpipe (LLVM 15.0.6, 256 bits)";

/** SHA-256 of weights and optimiser after {@link STEPS} steps, as 0.3.0 trains them. */
const DIGESTS: Readonly<Record<string, string>> = {
  "mnist codec": "63b8e601f8a75789fd3c1a72770953bdde6e98aa71f7e2299466bd7db4c68eac",
  "mnist prior": "4fcc1b88f2b70051176c95d67815a3908ef76ee49da4007a26102f1f256fcf51",
  "procedural codec": "94105259610a6fc9ec922d6ae05fdc580b569cd1e663361efc4945293d500098",
  "procedural prior": "9860a20b82e2bd1eb9c976326589cdc9cec7d3a7e333f1fdeb959c2bc05c5520",
};

const STEPS = 4;
const BATCH = 4;
const SEED = 7;
const EXAMPLES = 16;

/** A stage of a recipe on few pictures of the recipe's size, with small batches. */
function smallStage(name: string, index: number): Stage {
  const size = name === "mnist" ? 28 : 16;
  const data = proceduralDataset({ size, counts: { train: EXAMPLES, validation: 0, test: 1 } });
  const recipe = small(fitRecipe(RECIPES.get(name)!, picturesOf(data)));
  const models = modelsOf(recipe, picturesOf(data));
  const set = index === 0 ? imageExamples(data.splits.train) : madeUpCodes(models.space);
  return makeStage(stagesOf(recipe)[index], models, {
    ...{ examples: { train: set, monitor: set, test: set }, seed: SEED, index },
  });
}

function small({ codec, prior, ...rest }: Recipe): Recipe {
  const smaller = { batchSize: BATCH, steps: 50 };
  return {
    ...rest,
    codec: { ...codec, optimisation: { ...codec.optimisation, ...smaller } },
    prior: { ...prior!, optimisation: { ...prior!.optimisation, ...smaller } },
  };
}

function madeUpCodes(space: ReturnType<typeof modelsOf>["space"]): Examples {
  const { height, width } = space;
  const size = space.kind === "codes" ? space.size : 0;
  const random = new Random(11);
  const codes = Uint32Array.from(
    { length: EXAMPLES * height * width },
    () => random.integer(size),
  );
  const labels = Uint8Array.from({ length: EXAMPLES }, (_, i) => i % 10);
  return encodedExamples(codes, { count: EXAMPLES, labels });
}

function digestOf(stage: Stage, { parameters, optimiser }: TrainerState): string {
  const sha256 = createHash("sha256");
  for (const [name, { trainable }] of stage.graph.parameters) {
    const groups = [parameters, ...trainable ? Object.values(optimiser) : []];
    for (const group of groups) {
      const { buffer, byteOffset, byteLength } = group.get(name)!;
      sha256.update(name).update(new Uint8Array(buffer, byteOffset, byteLength));
    }
  }
  return sha256.digest("hex");
}

/** The state after steps, of which the last two are done on a device of their own. */
async function trained(device: Device, makeOne: () => Stage): Promise<TrainerState> {
  const first = await Trainer.create(new WebGpuBackend(device), makeOne(), SEED);
  while (first.step < STEPS - 2) await first.next();
  const saved = await first.state();
  first.close();
  const other = await openDevice();
  const second = await Trainer.create(new WebGpuBackend(other), makeOne(), SEED);
  second.restore(saved);
  while (second.step < STEPS) await second.next();
  const state = await second.state();
  other.close();
  return state;
}

const [adapter] = await listAdapters();
const here = adapter ? adapterName(adapter) : "no adapter";

/** A test that is left out on other adapters, and says so in its name. */
function pinnedTest(name: string, run: (device: Device) => Promise<void>): void {
  if (here === ADAPTER) return gpuTest(name, run);
  Deno.test({ name: `${name} (pinned on ${ADAPTER}: ${here})`, ignore: true, fn: () => {} });
}

for (const [name, digest] of Object.entries(DIGESTS)) {
  pinnedTest(`the ${name}, stopped and resumed, trains to the bits of 0.3.0`, async (device) => {
    const [recipe, role] = name.split(" ");
    const makeOne = () => smallStage(recipe, role === "codec" ? 0 : 1);
    assertEquals(digestOf(makeOne(), await trained(device, makeOne)), digest);
  });
}
