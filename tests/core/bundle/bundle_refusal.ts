import { assertInstanceOf } from "@std/assert";
import {
  BundleError,
  loadBundle,
  type LoadOptions,
  MANIFEST_FILE,
} from "../../../core/bundle/mod.ts";
import { type Files, reader } from "./example_bundle.ts";

/** What `loadBundle()` throws for these files. @throws {Error} If it loads them. */
export async function refusal(files: Files, options?: LoadOptions): Promise<BundleError> {
  try {
    await loadBundle(reader(files), options);
  } catch (error) {
    assertInstanceOf(error, BundleError);
    return error;
  }
  throw new Error("Cannot accept this bundle: expected a refusal, got a bundle");
}

/** Files with another manifest. */
export function withManifest(files: Files, text: string): Files {
  return new Map([...files, [MANIFEST_FILE, new TextEncoder().encode(text)]]);
}
