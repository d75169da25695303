import { assert, assertEquals, assertRejects } from "@std/assert";
import { writeSafetensors } from "../../core/bundle/mod.ts";
import { Random } from "../../core/random/random.ts";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "../../offline/checkpoint.ts";
import { CheckpointError } from "../../offline/checkpoint_error.ts";
import { textTensor } from "../../offline/checkpoint_tensors.ts";
import { tinyRecipe } from "../training/tiny_stages.ts";
import { withFolder } from "../training/tiny_training.ts";

function example(): Checkpoint {
  const random = new Random(1);
  const values = (length: number) => Float32Array.from({ length }, () => random.normal());
  return {
    recipe: tinyRecipe(),
    pictures: { image: { channels: 3, height: 8, width: 8 }, classes: 10 },
    seed: 4_294_967_295,
    dataset: { name: "procedural", trainHash: "0123" },
    stage: 1,
    state: {
      step: 17,
      parameters: new Map([["b", values(3)], ["a", Float32Array.of(-0, 1e-45, 3.4e38)]]),
      optimiser: {
        mean: new Map([["b", values(3)]]),
        square: new Map([["b", values(3)]]),
        average: new Map([["b", values(3)]]),
      },
    },
    best: { step: 12, loss: 0.1 + 0.2, parameters: new Map([["b", values(3)], ["a", values(3)]]) },
    frozen: new Map([["autoencoder.x", values(5)]]),
    seconds: 12.5,
    adapter: "an adapter",
    choices: new Map([["tiling conv2d", "subgroup"]]),
  };
}

Deno.test("readCheckpoint() gives back what writeCheckpoint() wrote, bit for bit", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/checkpoint.safetensors`;
    for (const checkpoint of [example(), { ...example(), best: undefined, frozen: new Map() }]) {
      await writeCheckpoint(path, checkpoint);
      const found = await readCheckpoint(path);
      assertEquals(found, checkpoint);
      assert(Object.is(found.state.parameters.get("a")![0], -0));
    }
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["checkpoint.safetensors"]);
  });
});

Deno.test("readCheckpoint() takes a checkpoint of the same settings in another order", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/checkpoint.safetensors`;
    const checkpoint = example();
    await writeCheckpoint(path, checkpoint);
    const turned = Object.fromEntries(Object.entries(checkpoint.recipe).reverse());
    const recipe = turned as unknown as Checkpoint["recipe"];
    const identity = { ...checkpoint, recipe };
    assertEquals(await readCheckpoint(path, { identity }), checkpoint);
  });
});

const OTHERS: readonly [what: string, other: Partial<Checkpoint>, state: string][] = [
  ["seed", { seed: 8 }, "seed 8 as in this run, got 4294967295"],
  [
    "data set",
    { dataset: { name: "mnist", trainHash: "0123" } },
    'dataset.name "mnist" as in this run, got "procedural"',
  ],
  [
    "pictures",
    { dataset: { name: "procedural", trainHash: "4567" } },
    'dataset.trainHash "4567" as in this run, got "0123"',
  ],
  [
    "number of steps",
    { recipe: tinyRecipe(7) },
    "config.codec.optimisation.steps 7 as in this run, got 6",
  ],
];

for (const [what, other, state] of OTHERS) {
  Deno.test(`readCheckpoint() refuses another ${what} and names it`, async () => {
    await withFolder(async (folder) => {
      const path = `${folder}/checkpoint.safetensors`;
      await writeCheckpoint(path, example());
      const error = await assertRejects(
        () => readCheckpoint(path, { identity: { ...example(), ...other } }),
        CheckpointError,
      );
      assertEquals(error.message, `Cannot use checkpoint ${path}: expected ${state}`);
    });
  });
}

Deno.test("readCheckpoint() refuses a checkpoint of another format in a line", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/checkpoint.safetensors`;
    const tensors = new Map([["record", textTensor(JSON.stringify({ format: 1 }))]]);
    await Deno.writeFile(path, writeSafetensors(tensors));
    const error = await assertRejects(() => readCheckpoint(path), CheckpointError);
    const state = "expected format 2, got 1 of another version of Tessera: train again";
    assertEquals(error.message, `Cannot use checkpoint ${path}: ${state}`);
  });
});

Deno.test("readCheckpoint() refuses a file that is not there", async () => {
  await assertRejects(
    () => readCheckpoint("/nowhere/checkpoint.safetensors"),
    CheckpointError,
    "Cannot use checkpoint /nowhere/checkpoint.safetensors: no such file",
  );
});

Deno.test("readCheckpoint() refuses a file that is cut anywhere", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/checkpoint.safetensors`;
    await writeCheckpoint(path, example());
    const bytes = await Deno.readFile(path);
    for (let length = 0; length < bytes.length; length += 97) {
      await Deno.writeFile(path, bytes.subarray(0, length));
      await assertRejects(() => readCheckpoint(path), CheckpointError, "expected a whole file");
    }
  });
});

Deno.test("readCheckpoint() refuses a file with any byte flipped", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/checkpoint.safetensors`;
    await writeCheckpoint(path, example());
    const bytes = await Deno.readFile(path);
    const random = new Random(2);
    for (let at = random.integer(20); at < bytes.length; at += 1 + random.integer(40)) {
      const flipped = bytes.slice();
      flipped[at] ^= 1 << random.integer(8);
      await Deno.writeFile(path, flipped);
      await assertRejects(() => readCheckpoint(path), CheckpointError, "expected a whole file");
    }
  });
});
