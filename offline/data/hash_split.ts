import { createHash } from "node:crypto";
import type { Split } from "../../training/data/dataset.ts";

/** SHA-256 (hex) of the bytes of all images in order, followed by the labels. */
export function hashSplit({ count, labels, image }: Split): string {
  const sha256 = createHash("sha256");
  for (let index = 0; index < count; index++) sha256.update(image(index));
  sha256.update(new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength));
  return sha256.digest("hex");
}
