import { sealText } from "../../../core/bundle/manifest_text.ts";
import { graphsText } from "../../../core/bundle/bundle_graphs.ts";
import { sha256Hex } from "../../../core/bundle/sha256.ts";
import type { Random } from "../../../core/random/random.ts";
import type { TracedModel } from "../../../offline/export/trace_model.ts";
import { traceConfigs } from "../trace_configs.ts";
import { mutateGraphs } from "./mutate_graphs.ts";

/** Files by name. */
export type BundleFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** A change of a bundle on disk. */
export interface BundleMutation {
  /** In words, for a failure. */
  readonly name: string;
  /** Changes the folder of a bundle. */
  apply(folder: string): Promise<void>;
}

const MANIFEST = "manifest.json";
const GRAPHS = "graphs.json";
const TENSORS = ["weights.safetensors", "codebook.safetensors"];

/** JSON texts that numbers, texts, lists and objects are replaced with. */
const VALUES: readonly string[] = [
  ...["null", "true", "0", "-1", "1", "2", "3", "7", "0.5", "1e-320", "1e400", "-1e400", "1e308"],
  ...["255", "256", "257", "512", "1024", "4096", "65536", "2147483648", "4294967295", "1e15"],
  ...['""', '"x"', '"../x"', '"\\u0000"', '"__proto__"', "[]", "{}", "[1]", '{"a":1}'],
  JSON.stringify("a".repeat(5000)),
  `[${"0,".repeat(2000)}0]`,
  "[".repeat(3000) + "]".repeat(3000),
];

type Kind = (files: BundleFiles, random: Random) => BundleMutation | Promise<BundleMutation>;

const KINDS: readonly Kind[] = [
  flippedBytes,
  otherLength,
  otherKind,
  otherManifestValue,
  otherManifestValue,
  otherManifestValue,
  otherSizes,
  otherGraphs,
  otherGraphs,
  otherTensorHeader,
  otherTensorHeader,
  otherTensorBytes,
  otherManifestText,
];

/** A change of a bundle; the same one for the same random numbers. */
export async function mutateBundle(files: BundleFiles, random: Random): Promise<BundleMutation> {
  return await pick(KINDS, random)(files, random);
}

function flippedBytes(files: BundleFiles, random: Random): BundleMutation {
  const name = pick([...files.keys()], random);
  return written(`flips bytes of ${name}`, name, flip(files.get(name)!, random));
}

function otherLength(files: BundleFiles, random: Random): BundleMutation {
  const name = pick([...files.keys()], random);
  const { length } = files.get(name)!;
  const bytes = pick([0, 1, 7, length >> 1, length - 1, length + 1, 2 ** 20, 3e9], random);
  return {
    name: `makes ${name} ${bytes} bytes long`,
    apply: (folder) => Deno.truncate(`${folder}/${name}`, bytes), // Sparse where it is longer.
  };
}

function otherKind(files: BundleFiles, random: Random): BundleMutation {
  const file = pick([...files.keys()], random);
  const kind = pick(["nothing", "folder", "fifo", "/dev/zero", "/etc/passwd", "self"], random);
  return {
    name: `replaces ${file} with ${kind}`,
    apply: async (folder) => {
      const path = `${folder}/${file}`;
      await Deno.remove(path);
      if (kind === "nothing") return;
      if (kind === "folder") await Deno.mkdir(path);
      else if (kind === "fifo") await new Deno.Command("mkfifo", { args: [path] }).output();
      else await Deno.symlink(kind === "self" ? path : kind, path);
    },
  };
}

/** Some value of the manifest is another one, or gone, under a right checksum. */
async function otherManifestValue(files: BundleFiles, random: Random): Promise<BundleMutation> {
  const manifest = parse(files.get(MANIFEST)!);
  const changes = Array.from(
    { length: 1 + random.integer(2) },
    () => changeValue(manifest, random),
  );
  return written(`changes ${changes.join(", ")}`, MANIFEST, await sealed(manifest));
}

/** Image and grid have other sizes in manifest and graphs: a model that can be served, or far too large. */
async function otherSizes(files: BundleFiles, random: Random): Promise<BundleMutation> {
  const manifest = parse(files.get(MANIFEST)!);
  const { codec, prior } = manifest.models;
  const isLarge = random.integer(3) === 0;
  const [height, width] = [0, 1].map(() =>
    4 * (isLarge ? 112 + random.integer(20) : 1 + random.integer(20))
  );
  const downsamplings = isLarge ? 1 : 2, side = 2 ** downsamplings;
  const grid = { height: height / side, width: width / side };
  const imageShape = { ...manifest.image, height, width };
  const { size: codebookSize } = manifest.space;
  const name = `makes images ${height} x ${width}`;
  let traced: TracedModel;
  try {
    traced = traceConfigs(
      { imageShape, ...codec.config, downsamplings },
      { codebookSize, grid, ...prior.config, classes: manifest.classes.length },
    );
  } catch { // A grid that the kind refuses.
    return otherLength(files, random);
  }
  const { graphs, ...described } = traced;
  files = new Map([...files, [MANIFEST, encode(textOf({ ...manifest, ...described }))]]);
  return await rehashed(name, { files, name: GRAPHS, changed: encode(graphsText(graphs)) });
}

/** Some of the graphs are others, under right hashes. */
async function otherGraphs(files: BundleFiles, random: Random): Promise<BundleMutation> {
  const text = new TextDecoder().decode(files.get(GRAPHS));
  const { name, text: changed } = mutateGraphs(text, random);
  return await rehashed(name, { files, name: GRAPHS, changed: encode(changed) });
}

/** Some value of a safetensors header is another one, under right hashes. */
async function otherTensorHeader(files: BundleFiles, random: Random): Promise<BundleMutation> {
  const name = pick(TENSORS, random);
  const bytes = files.get(name)!;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = parse(bytes.subarray(8, 8 + size));
  const change = changeValue(header, random);
  const text = encode(textOf(header));
  const stated = pick([text.length, text.length, text.length, 2 ** 31, 0, size - 1], random);
  const start = new Uint8Array(8);
  new DataView(start.buffer).setBigUint64(0, BigInt(stated), true);
  const changed = new Uint8Array([...start, ...text, ...bytes.subarray(8 + size)]);
  return await rehashed(`changes ${change} in the header of ${name}`, { files, name, changed });
}

/** Some bytes of a tensors' file are others, under right hashes. */
async function otherTensorBytes(files: BundleFiles, random: Random): Promise<BundleMutation> {
  const name = pick(TENSORS, random);
  const changed = flip(files.get(name)!, random);
  return await rehashed(`flips bytes of ${name} under right hashes`, { files, name, changed });
}

async function otherManifestText(files: BundleFiles, random: Random): Promise<BundleMutation> {
  const text = new TextDecoder().decode(files.get(MANIFEST)!);
  const [first, second] = [random.integer(text.length), random.integer(text.length)].sort((a, b) =>
    a - b
  );
  const changed = pick([
    text.slice(0, first) + text.slice(second),
    text.slice(0, second) + text.slice(first),
    text.slice(0, first) + pick(VALUES, random) + text.slice(first),
    "[".repeat(100_000),
    '{"a":'.repeat(20_000),
    `\ufeff${text}`,
    text + text,
  ], random);
  return written("cuts and repeats the manifest's text", MANIFEST, encode(await sealText(changed)));
}

/** Puts another value at some place of JSON. @returns The change in words. */
// deno-lint-ignore no-explicit-any -- any JSON
function changeValue(json: any, random: Random): string {
  let place = json, path = "";
  for (;;) {
    const keys = Object.keys(place);
    if (keys.length === 0) return "nothing";
    const key = pick(keys, random);
    path += `/${key}`;
    const inner = place[key];
    const goesOn = typeof inner === "object" && inner !== null && random.integer(6) > 0;
    if (goesOn) {
      place = inner;
      continue;
    }
    if (random.integer(8) === 0) {
      delete place[key];
      return `${path} away`;
    }
    const value = pick(VALUES, random);
    place[key] = new Raw(value);
    return `${path} to ${value.slice(0, 20)}`;
  }
}

/** A text that stands as it is in JSON, such as a number that no f64 holds. */
class Raw {
  constructor(readonly text: string) {}
  toJSON(): string {
    return `\u0001${this.text}\u0001`;
  }
}

function textOf(json: unknown): string {
  return JSON.stringify(json, null, 2).replace(/"\\u0001(.*?)\\u0001"/g, (_, text) => {
    return JSON.parse(`"${text}"`);
  });
}

async function rehashed(
  change: string,
  { files, name, changed }: {
    files: BundleFiles;
    name: string;
    changed: Uint8Array<ArrayBuffer>;
  },
): Promise<BundleMutation> {
  const manifest = parse(files.get(MANIFEST)!);
  manifest.files[name] = { bytes: changed.length, sha256: await sha256Hex(changed) };
  const text = await sealed(manifest);
  return {
    name: change,
    apply: async (folder) => {
      await Deno.writeFile(`${folder}/${name}`, changed);
      await Deno.writeFile(`${folder}/${MANIFEST}`, text);
    },
  };
}

function written(
  change: string,
  file: string,
  bytes: Uint8Array<ArrayBuffer>,
): BundleMutation {
  return { name: change, apply: (folder) => Deno.writeFile(`${folder}/${file}`, bytes) };
}

async function sealed(manifest: unknown): Promise<Uint8Array<ArrayBuffer>> {
  return encode(await sealText(textOf(manifest) + "\n"));
}

function flip(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  const flipped = bytes.slice();
  for (let count = 1 + random.integer(4); count > 0; count--) {
    flipped[random.integer(bytes.length)] ^= 1 << random.integer(8);
  }
  return flipped;
}

// deno-lint-ignore no-explicit-any -- any JSON
function parse(bytes: Uint8Array): any {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function pick<T>(from: readonly T[], random: Random): T {
  return from[random.integer(from.length)];
}
