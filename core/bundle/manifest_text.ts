import type { Manifest } from "./manifest.ts";
import { sha256Hex } from "./sha256.ts";

const BLANK = "0".repeat(64);

/** A checksum as it stands in the text of a manifest, its last member. */
const CHECKSUM = /"checksum": "([0-9a-f]{64})"\n\}\n$/;

/**
 * The text of `manifest.json`: the manifest, and as its last member `checksum`, the SHA-256 of the
 * whole text with 64 zeros in the checksum's place. A change of any byte shows.
 */
export function manifestText(manifest: Manifest): Promise<string> {
  return sealText(JSON.stringify({ ...manifest, checksum: BLANK }, null, 2) + "\n");
}

/** Text that ends with a checksum, with the right one in its place. */
export async function sealText(text: string): Promise<string> {
  return withChecksum(text, await sha256Hex(encode(withChecksum(text, BLANK))));
}

function withChecksum(text: string, checksum: string): string {
  return text.replace(CHECKSUM, `"checksum": "${checksum}"\n}\n`);
}

/** The JSON of a manifest's text, its checksum left out. @throws {SyntaxError} If that is not right. */
export async function readManifestText(text: string): Promise<unknown> {
  const json: unknown = JSON.parse(text);
  const stated = CHECKSUM.exec(text)?.[1];
  if (stated === undefined) throw new SyntaxError("no checksum at its end");
  const actual = await sha256Hex(encode(withChecksum(text, BLANK)));
  if (actual !== stated) {
    throw new SyntaxError(`checksum ${stated} of a text whose checksum is ${actual}`);
  }
  const { checksum: _, ...manifest } = json as Record<string, unknown>;
  return manifest;
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
