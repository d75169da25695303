import { assertGreaterOrEqual } from "@std/assert";
import { type Bundle, loadBundle } from "../../../core/bundle/mod.ts";
import { openModel } from "../../../generation/model.ts";
import { openDataset } from "../../../offline/data/open_dataset.ts";
import { dataDirectory } from "../../../cli/data_directory.ts";
import { KERNELS } from "../../support/kernels.ts";
import type { OpenOnnx } from "../../support/onnx_runtime.ts";
import {
  compareDecoder,
  comparePrior,
  encoderAgreement,
  type Exported,
} from "../../executors/onnx/compare_models.ts";

const FOLDER = new URL("../../../static/models/mnist/", import.meta.url);
const PICTURES = 120;
/** Of all codes: where two entries are equally near within rounding, another may be taken. */
const LEAST_AGREEMENT = 0.999;

/** The bundle in this repository, and its own ONNX files. */
export async function shippedBundle(): Promise<Omit<Exported, "open">> {
  const files = new Map<string, Uint8Array>();
  const read = async (name: string) => {
    const bytes = await Deno.readFile(new URL(name, FOLDER));
    files.set(name, bytes);
    return bytes;
  };
  return { bundle: await loadBundle(read, { id: "mnist" }), files };
}

/** Pictures to encode: test images where MNIST is at hand, else what the bundle draws. */
async function somePictures(bundle: Bundle): Promise<Float32Array[]> {
  const dataDir = dataDirectory();
  const present = await Deno.stat(`${dataDir}/mnist`).then(() => true, () => false);
  if (present) {
    const { splits: { test } } = await openDataset("mnist", { dataDir });
    const scaled = (i: number) => Float32Array.from(test.image(i), (byte) => byte / 255);
    return Array.from({ length: PICTURES }, (_, i) => scaled(i));
  }
  const model = openModel(bundle, KERNELS);
  return Array.from({ length: PICTURES }, (_, seed) => {
    const { codes } = model.sample({ seed, temperature: 1, guidance: 1 });
    return model.decode(codes);
  });
}

/** Registers a test for each file of the shipped bundle. @param register `Deno.test` or alike. */
export function testShippedBundle(
  runtime: string,
  open: OpenOnnx,
  register: (name: string, run: () => Promise<void>) => void,
): void {
  const exported = async () => ({ ...await shippedBundle(), open });
  register(
    `decoder.onnx of the shipped bundle gives the reference's pixels on ${runtime}`,
    async () => {
      for (const n of [1, 3]) await compareDecoder(await exported(), n);
    },
  );
  register(
    `prior.onnx of the shipped bundle gives the reference's logits on ${runtime}`,
    async () => {
      for (const n of [1, 3]) await comparePrior(await exported(), n);
    },
  );
  register(
    `encoder.onnx of the shipped bundle gives the reference's codes on ${runtime}`,
    async () => {
      const shipped = await exported();
      const pictures = await somePictures(shipped.bundle);
      for (const batch of [1, 3, PICTURES]) {
        const some = pictures.slice(-Math.max(batch, 6));
        const agreement = await encoderAgreement(shipped, { pictures: some, batch });
        assertGreaterOrEqual(agreement, LEAST_AGREEMENT, `batches of ${batch}`);
      }
    },
  );
}
