import type { Given } from "../../cli/command.ts";
import { RECIPES } from "../../models/recipes.ts";
import { DEVICE_FLAGS } from "../device/device_flags.ts";

/** What `train` takes besides the recipe. */
export const TRAIN_FLAGS = {
  data: {
    type: "string",
    value: "NAME|FOLDER",
    help: "images to train on (default: the recipe's)",
  },
  size: {
    type: "integer",
    min: 8,
    max: 512,
    help: "side that pictures of a folder get (default 32)",
  },
  set: {
    type: "strings",
    value: "PATH=VALUE",
    help: "change a setting, such as prior.layers=3",
  },
  "print-config": {
    type: "boolean",
    help: "print every setting as JSON, which `train FILE.json` takes, and leave",
  },
  steps: { type: "integer", min: 1, max: 10_000_000, help: "steps of each stage" },
  seed: { type: "integer", min: 0, max: 2 ** 32 - 1, help: "of weights and order (default 1)" },
  quick: { type: "boolean", help: "a tiny run, a minute or two without a graphics card" },
  name: {
    type: "string",
    value: "RUN",
    help: "name of the run (default: the recipe's or the data's, with a number if taken)",
  },
  resume: { type: "boolean", help: "continue the run of that --name, or else the latest" },
  out: {
    type: "string",
    value: "DIR",
    help: "folder of the bundle (default static/models/<name of the run>)",
  },
  ...DEVICE_FLAGS,
} as const;

/** The command, for its help. */
export const TRAIN_COMMAND = {
  task: "train",
  summary: "Trains every stage of a recipe, evaluates it on the test split and exports the bundle.",
  positionals: [{
    name: "recipe",
    help: `one of ${[...RECIPES.keys()].join(", ")} (default procedural), a .json file that ` +
      "--print-config wrote, or a .ts file that exports a recipe",
  }],
  flags: TRAIN_FLAGS,
};

/** The flags as given. */
export type TrainValues = Given<typeof TRAIN_FLAGS>["values"];
