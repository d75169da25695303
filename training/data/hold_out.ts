import { Random } from "../../core/random/random.ts";
import { type Dataset, subset } from "./dataset.ts";

/** Fixed, so that every run holds out the same images whatever its own seed. */
const HOLD_OUT_SEED = 0x7e55e2a;

/**
 * Moves `count` images, fixed for each data set, from the train split to the validation split.
 * A data set that has a validation split of its own is returned as it is.
 * @throws {RangeError} If no image is left to train on.
 */
export function holdOut(dataset: Dataset, count: number): Dataset {
  const { train, validation } = dataset.splits;
  if (count === 0 || validation.count > 0) return dataset;
  if (!Number.isInteger(count) || count < 0 || count >= train.count) {
    throw new RangeError(
      `Cannot hold out images of "${dataset.name}": expected their number to be in [0, ` +
        `${train.count}), got [${count}]`,
    );
  }
  const order = new Random(HOLD_OUT_SEED).permutation(train.count);
  return {
    ...dataset,
    splits: {
      ...dataset.splits,
      train: subset(train, order.slice(count).sort()),
      validation: subset(train, order.slice(0, count).sort()),
    },
  };
}
