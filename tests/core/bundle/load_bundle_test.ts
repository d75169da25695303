import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  type BundleParts,
  CODEBOOK_FILE,
  CODEBOOK_JSON_FILE,
  GRAPHS_FILE,
  loadBundle,
  makeManifest,
  MANIFEST_FILE,
  manifestText,
  packBundle,
  packWeights,
  type StoredTensor,
  WEIGHTS_FILE,
  writeSafetensors,
} from "../../../core/bundle/mod.ts";
import { refusal, withManifest } from "./bundle_refusal.ts";
import { DESCRIPTION, type Files, packExample, PARTS, reader } from "./example_bundle.ts";

/** Replaces files under a manifest that is right about them. */
async function repack(changes: [string, Uint8Array<ArrayBuffer>][]): Promise<Files> {
  const files = new Map([...await packExample(), ...changes]);
  files.delete(MANIFEST_FILE);
  return withManifest(files, await manifestText(await makeManifest(DESCRIPTION, files)));
}

Deno.test("loadBundle() gives what packBundle() was given", async () => {
  const { manifest, graphs, weights, codebook } = await loadBundle(reader(await packExample()), {
    id: "tiny",
  });
  const { files, formatVersion, ...description } = manifest;
  assertEquals(formatVersion, 2);
  assertEquals(description, DESCRIPTION);
  assertEquals(Object.keys(files).sort(), [
    "README.md",
    CODEBOOK_JSON_FILE,
    CODEBOOK_FILE,
    GRAPHS_FILE,
    WEIGHTS_FILE,
  ]);
  assertEquals(graphs, PARTS.graphs);
  assertEquals(new Map([...weights].sort()), new Map([...PARTS.weights].sort()));
  assertEquals(codebook, PARTS.codebook);
});

Deno.test("loadBundle() gives F32 weights exactly", async () => {
  const values = Float32Array.of(Math.PI, 1e-30);
  const parts: BundleParts = {
    ...PARTS,
    weightType: "F32",
    weights: new Map([["w", { shape: [2], values }]]),
  };
  const { weights } = await loadBundle(reader(await packBundle(parts)));
  assertEquals(weights.get("w")?.values, values);
});

Deno.test("loadBundle() takes a bundle without codebook.json, as older ones are", async () => {
  const files = await packExample();
  files.delete(CODEBOOK_JSON_FILE);
  files.delete(MANIFEST_FILE);
  const text = await manifestText(await makeManifest(DESCRIPTION, files));
  assertEquals((await loadBundle(reader(withManifest(files, text)))).codebook, PARTS.codebook);
});

Deno.test("loadBundle() refuses each changed byte of each file", async () => {
  const files = await packExample();
  for (const [name, bytes] of files) {
    if (name === MANIFEST_FILE) continue;
    for (let i = 0; i < bytes.length; i++) {
      const changed = bytes.slice();
      changed[i] ^= 1 << i % 8;
      const error = await refusal(new Map([...files, [name, changed]]));
      assertEquals(error.file, name);
      assertStringIncludes(
        error.message,
        `Cannot load bundle tiny: expected ${name} to have sha256 `,
      );
    }
  }
});

Deno.test("loadBundle() refuses a manifest with any bit of any byte changed", async () => {
  const files = await packExample();
  const bytes = files.get(MANIFEST_FILE)!;
  for (let i = 0; i < bytes.length; i++) {
    const changed = bytes.slice();
    changed[i] ^= 1 << (i % 8);
    assertEquals(
      (await refusal(new Map([...files, [MANIFEST_FILE, changed]]))).file,
      MANIFEST_FILE,
    );
  }
});

Deno.test("loadBundle() refuses each file cut short, empty or missing, and names it", async () => {
  const files = await packExample();
  for (const [name, bytes] of files) {
    for (const size of [0, bytes.length >> 1, bytes.length - 2]) {
      assertEquals((await refusal(new Map([...files, [name, bytes.slice(0, size)]]))).file, name);
    }
    const without = new Map(files);
    without.delete(name);
    const error = await refusal(without, { id: "tiny" });
    assertEquals(
      error.message,
      `Cannot load bundle tiny: expected ${name} to be readable, got No such file`,
    );
  }
});

const FILE_CHANGES: [string, string, Uint8Array<ArrayBuffer>, string][] = [
  ["graphs that are no JSON", GRAPHS_FILE, text("{"), "to be valid, got "],
  ["graphs that are a list", GRAPHS_FILE, text("[]"), "expected an object of graphs by name"],
  ["a graph of an unknown name", GRAPHS_FILE, text('{"x":{}}'), "expected names in encode, decode"],
  ["a graph twice", GRAPHS_FILE, text('{"decode":{},"decode":{}}'), '"decode" is there twice'],
  [
    "a graph that is refused",
    GRAPHS_FILE,
    text('{"decode":{"tensors":[{"op":"relu","inputs":[0]}],"outputs":{"y":0}}}'),
    'in "decode": Cannot read tensor 0 (relu): expected inputs that are tensors before it, got 0',
  ],
  [
    "weights that lie in their header",
    WEIGHTS_FILE,
    lying(),
    "to be valid, got Cannot read safetensors",
  ],
  [
    "integer weights",
    WEIGHTS_FILE,
    stored("w", { dtype: "U32", data: Uint32Array.of(1) }),
    "expected F32 or F16",
  ],
  [
    "infinite weights",
    WEIGHTS_FILE,
    stored("w", { dtype: "F16", data: Uint16Array.of(0x7c00) }),
    "expected finite values",
  ],
  [
    "a codebook of half floats",
    CODEBOOK_FILE,
    stored("codebook", { dtype: "F16", data: new Uint16Array(6) }),
    "F32 [3,2]",
  ],
  [
    "a codebook of another name",
    CODEBOOK_FILE,
    stored("entries", { dtype: "F32", data: new Float32Array(6) }),
    '"entries"',
  ],
  [
    "an infinite entry",
    CODEBOOK_FILE,
    stored("codebook", { dtype: "F32", data: new Float32Array(6).fill(NaN) }),
    "finite",
  ],
];

for (const [name, file, bytes, includes] of FILE_CHANGES) {
  Deno.test(`loadBundle() refuses ${name} under right hashes`, async () => {
    const error = await refusal(await repack([[file, bytes]]));
    assertEquals(error.file, file);
    assertStringIncludes(error.message, includes);
  });
}

function text(content: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(content);
}

/** A file of one tensor: `w` is a list, anything else `[3, 2]`. */
function stored(name: string, tensor: Omit<StoredTensor, "shape">): Uint8Array<ArrayBuffer> {
  const shape = name === "w" ? [tensor.data.length] : [3, 2];
  return writeSafetensors(new Map([[name, { ...tensor, shape } as StoredTensor]]));
}

function lying(): Uint8Array<ArrayBuffer> {
  const bytes = packWeights(PARTS.weights, "F32");
  new DataView(bytes.buffer).setUint32(0, bytes.length, true);
  return bytes;
}

Deno.test("loadBundle() reads and checks the models' own files alone where it is told to", async () => {
  const files = await packExample();
  files.delete("README.md");
  const options = { files: "of the models" } as const;
  const { weights } = await loadBundle(reader(files), options);
  assertEquals(weights.size, PARTS.weights.size);
  assertEquals((await refusal(files)).file, "README.md");
  files.set(WEIGHTS_FILE, files.get(WEIGHTS_FILE)!.slice(0, -1));
  assertEquals((await refusal(files, options)).file, WEIGHTS_FILE);
});
