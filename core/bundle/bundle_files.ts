import { BundleError } from "./bundle_error.ts";
import { duplicateKey } from "./duplicate_key.ts";
import { type Manifest, MANIFEST_FILE } from "./manifest.ts";
import { ManifestSchema } from "./manifest_schema.ts";
import { readManifestText } from "./manifest_text.ts";
import { sha256Hex } from "./sha256.ts";

/** The longest `manifest.json` that is read. */
export const MAX_MANIFEST_BYTES = 256 * 2 ** 10;

/**
 * Gives the bytes of a file of the bundle; rejects where there is none. It may reject with an
 * {@link OversizeError}, unread, a file of more than `maxBytes`, which is refused in any case.
 */
export type ReadFile = (name: string, maxBytes: number) => Promise<Uint8Array>;

/** A file that was not read, as it is too large. */
export class OversizeError extends RangeError {
  /** For programs that tell errors apart. */
  override readonly name = "OversizeError";

  /** Names the size. @param bytes Of the file, as far as they are known. */
  constructor(readonly bytes: number) {
    super(`Cannot read: the file has ${bytes} bytes`);
  }
}

/** What a manifest must satisfy besides its schema. */
export interface ManifestRules {
  /** The id that it must have, such as the folder's name. */
  readonly id?: string;
  /** Of all files together. Default 64 MiB. */
  readonly maxBytes?: number;
}

/** Loads `manifest.json` and checks it against its schema. @throws {BundleError} */
export async function loadManifest(
  read: ReadFile,
  { id, maxBytes = 64 * 2 ** 20 }: ManifestRules = {},
): Promise<Manifest> {
  const manifest = await parseManifest(id ?? "", await readManifest(read, id ?? ""));
  const refuse = (rule: string, state: string) => {
    throw new BundleError(manifest.id, MANIFEST_FILE, { rule, state });
  };
  if (id !== undefined && id !== manifest.id) {
    refuse(`to have the id "${id}"`, `"${manifest.id}"`);
  }
  const total = Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > maxBytes) refuse(`to list at most ${maxBytes} bytes`, `${total} bytes`);
  return manifest;
}

/**
 * Loads a file that a manifest lists and checks its size and SHA-256.
 * @throws {BundleError} If the file is not what the manifest says, or not listed.
 */
export async function loadFile(
  read: ReadFile,
  { id, files }: Manifest,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const refuse = (rule: string, state: string) => {
    throw new BundleError(id, name, { rule, state });
  };
  if (!Object.hasOwn(files, name)) refuse("to be in the manifest", "a file that is not listed");
  const { bytes, sha256 } = files[name];
  const refuseSize = (size: number) => refuse(`to have ${bytes} bytes`, String(size));
  const content = await readFile(() => read(name, bytes), { id, name, refuseSize });
  if (content.length !== bytes) refuseSize(content.length);
  const actual = await sha256Hex(content);
  if (actual !== sha256) refuse(`to have sha256 ${sha256}`, actual);
  return content;
}

function readManifest(read: ReadFile, id: string): Promise<Uint8Array> {
  const refuseSize = (size: number) => {
    const state = `${size} bytes, more than ${MAX_MANIFEST_BYTES}`;
    throw new BundleError(id, MANIFEST_FILE, { rule: "to be valid", state });
  };
  const readWhole = () => read(MANIFEST_FILE, MAX_MANIFEST_BYTES);
  return readFile(readWhole, { id, name: MANIFEST_FILE, refuseSize });
}

/** Says of which file of which bundle an error is. */
async function readFile(
  read: () => Promise<Uint8Array>,
  { id, name, refuseSize }: { id: string; name: string; refuseSize: (bytes: number) => void },
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await read() as Uint8Array<ArrayBuffer>;
  } catch (cause) {
    if (cause instanceof OversizeError) refuseSize(cause.bytes);
    const state = cause instanceof Error ? cause.message : String(cause);
    throw new BundleError(id, name, { rule: "to be readable", state, cause });
  }
}

async function parseManifest(id: string, bytes: Uint8Array): Promise<Manifest> {
  return await parseFile(id, MANIFEST_FILE, async () => {
    if (bytes.length > MAX_MANIFEST_BYTES) {
      throw new RangeError(`${bytes.length} bytes are more than ${MAX_MANIFEST_BYTES}`);
    }
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const json = await readManifestText(text);
    const twice = duplicateKey(text);
    if (twice !== null) throw new SyntaxError(`"${twice}" is there twice`);
    requireCurrentFormat(json);
    const { data, error } = ManifestSchema.safeParse(json);
    if (data) return data;
    const [{ path, message }] = error.issues;
    throw new SyntaxError(`[${path.join(".")}] ${message}`);
  });
}

/** @throws {SyntaxError} If the bundle was made before graphs were part of it. */
function requireCurrentFormat(json: unknown): void {
  const format = typeof json === "object" && json && "formatVersion" in json && json.formatVersion;
  if (format !== 1) return;
  throw new SyntaxError("format 1: upgrade it with `deno task export DIR`, its folder");
}

/** Parses the content of a file. @throws {BundleError} With what `read` throws. */
export async function parseFile<T>(
  id: string,
  file: string,
  read: () => T | Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const state = (cause as Error).message;
    throw new BundleError(id, file, { rule: "to be valid", state, cause });
  }
}
