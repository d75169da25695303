import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DataError } from "../../../offline/data/data_error.ts";
import { openPublicSet } from "../../../offline/data/open_public_set.ts";
import type { PublicSet } from "../../../offline/data/public_set.ts";
import { PUBLIC_SETS } from "../../../offline/data/public_sets.ts";
import { gzipBytes, idxBytes, sha256, tarBytes, withFolder, withServer } from "./tiny_files.ts";

const IMAGES = idxBytes([2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]);
const LABELS = idxBytes([2], [1, 0]);
const TEST_IMAGES = idxBytes([1, 2, 2], [9, 9, 9, 9]);
const TEST_LABELS = idxBytes([1], [1]);
const FILES: Readonly<Record<string, Uint8Array>> = {
  "train-images": IMAGES,
  "train-labels": LABELS,
  "test-images": TEST_IMAGES,
  "test-labels": TEST_LABELS,
};

const SET: PublicSet = {
  ...{ name: "tiny", licence: "none", source: "here", height: 2, width: 2, channels: 1 },
  classes: ["a", "b"],
  format: "idx",
  splits: {
    train: ["train-images", "train-labels"],
    validation: [],
    test: ["test-images", "test-labels"],
  },
  sources: Object.entries(FILES).map(([name, bytes]) => ({
    urls: [`https://example.org/${name}.gz`],
    packing: "gzip",
    files: [{ name, sha256: sha256(bytes) }],
  })),
};

/** The set with its addresses moved to a local server, and other files if given. */
function servedBy(address: string, set: PublicSet): PublicSet {
  const sources = set.sources.map((source) => ({
    ...source,
    urls: source.urls.map((url) => url.replace("https://example.org", address)),
  }));
  return { ...set, sources };
}

function serving(files: Readonly<Record<string, Uint8Array>>) {
  return (request: Request) => {
    const file = files[new URL(request.url).pathname.slice(1)];
    return file === undefined
      ? new Response("none", { status: 404 })
      : new Response(file as BodyInit);
  };
}

async function writeFiles(dataDir: string, files = FILES): Promise<void> {
  await Deno.mkdir(`${dataDir}/tiny`);
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(`${dataDir}/tiny/${name}`, bytes);
  }
}

Deno.test("openPublicSet() opens files that lie there, gzipped or not", () =>
  withFolder(async (dataDir) => {
    await writeFiles(dataDir);
    await Deno.remove(`${dataDir}/tiny/train-images`);
    await Deno.writeFile(`${dataDir}/tiny/train-images.gz`, await gzipBytes(IMAGES));
    const { splits, classes } = await openPublicSet(SET, { dataDir, download: false });
    assertEquals(classes, ["a", "b"]);
    assertEquals([splits.train.count, splits.validation.count, splits.test.count], [2, 0, 1]);
    assertEquals(splits.train.image(1), Uint8Array.of(4, 5, 6, 7));
    assertEquals([...splits.train.labels, ...splits.test.labels], [1, 0, 1]);
  }));

Deno.test("openPublicSet() names the missing file and says what to do", () =>
  withFolder(async (dataDir) => {
    const open = () => openPublicSet(SET, { dataDir, download: false });
    const error = await assertRejects(open, DataError, "train-images.gz");
    assertStringIncludes(error.hint ?? "", "procedural");
  }));

Deno.test("openPublicSet() refuses a file with one changed byte", () =>
  withFolder(async (dataDir) => {
    const corrupt = TEST_IMAGES.slice();
    corrupt[17] ^= 1;
    await writeFiles(dataDir, { ...FILES, "test-images": corrupt });
    await assertRejects(
      () => openPublicSet(SET, { dataDir }),
      DataError,
      "sha256 of its content to be",
    );
  }));

Deno.test("openPublicSet() downloads what is missing and keeps it", () =>
  withFolder(async (dataDir) => {
    const zipped: Record<string, Uint8Array> = {};
    for (const [name, bytes] of Object.entries(FILES)) {
      zipped[`${name}.gz`] = await gzipBytes(bytes);
    }
    const lines: string[] = [];
    await withServer(serving(zipped), async (address) => {
      const set = servedBy(address, SET);
      await openPublicSet(set, { dataDir, log: (line) => lines.push(line) });
    });
    assertEquals(lines.length, 4);
    const { splits } = await openPublicSet(SET, { dataDir, download: false });
    assertEquals(splits.train.count, 2);
  }));

Deno.test("openPublicSet() leaves nothing of a download with the wrong content", () =>
  withFolder(async (dataDir) => {
    const wrong = { "train-images.gz": await gzipBytes(TEST_IMAGES) };
    await withServer(serving(wrong), async (address) => {
      const open = () => openPublicSet(servedBy(address, SET), { dataDir, retryDelayMs: 0 });
      const error = await assertRejects(open, DataError, "sha256");
      assertStringIncludes(error.hint ?? "", "procedural");
    });
    assertEquals([...Deno.readDirSync(`${dataDir}/tiny`)], []);
  }));

Deno.test("openPublicSet() unpacks CIFAR records of a tar archive", () =>
  withFolder(async (dataDir) => {
    const batch = (label: number) => new Uint8Array(3073).fill(200).fill(label, 0, 1);
    const files = { one: batch(0), two: batch(1), test: batch(1).fill(3, 1) };
    const set: PublicSet = {
      ...SET,
      ...{ height: 32, width: 32, channels: 3, format: "cifar" },
      splits: { train: ["one", "two"], validation: [], test: ["test"] },
      sources: [{
        urls: ["https://example.org/all.tar.gz"],
        packing: "tar.gz",
        files: Object.entries(files).map(([name, bytes]) => ({ name, sha256: sha256(bytes) })),
      }],
    };
    const members = Object.entries(files).map(([name, bytes]) => [`x/${name}`, bytes]);
    const archive = await gzipBytes(tarBytes(Object.fromEntries(members)));
    await withServer(serving({ "all.tar.gz": archive }), async (address) => {
      const { splits } = await openPublicSet(servedBy(address, set), { dataDir });
      assertEquals([...splits.train.labels, splits.train.image(1)[3071]], [0, 1, 200]);
      assertEquals(splits.test.image(0), new Uint8Array(3072).fill(3));
    });
    const left = [...Deno.readDirSync(`${dataDir}/tiny`)].map(({ name }) => name).sort();
    assertEquals(left, ["one", "test", "two"]);
  }));

Deno.test("openPublicSet() turns a text matrix into binary images of 0 and 255", () =>
  withFolder(async (dataDir) => {
    const idx = idxBytes([2, 2, 2], [0, 1, 1, 0, 1, 1, 1, 0]);
    const set: PublicSet = {
      ...{ ...SET, classes: [], format: "idx-binary" },
      splits: { train: ["bits"], validation: [], test: ["bits"] },
      sources: [{
        urls: ["https://example.org/bits.amat"],
        packing: "amat",
        files: [{ name: "bits", sha256: sha256(idx) }],
      }],
    };
    const matrix = new TextEncoder().encode("0 1 1 0\n1 1 1 0\n");
    await withServer(serving({ "bits.amat": matrix }), async (address) => {
      const { splits } = await openPublicSet(servedBy(address, set), { dataDir });
      assertEquals(splits.train.image(0), Uint8Array.of(0, 255, 255, 0));
      assertEquals(splits.train.labels.length, 0);
    });
  }));

Deno.test("openPublicSet() refuses images of another shape and labels outside the classes", () =>
  withFolder(async (dataDir) => {
    await writeFiles(dataDir);
    const options = { dataDir, download: false };
    await assertRejects(
      () => openPublicSet({ ...SET, height: 3 }, options),
      DataError,
      "[2, 2, 2]",
    );
    await assertRejects(
      () => openPublicSet({ ...SET, classes: ["a"] }, options),
      DataError,
      "below 1",
    );
  }));

Deno.test("PUBLIC_SETS lists every file of every split with a sum and an address", () => {
  for (const { name, splits, sources } of PUBLIC_SETS.values()) {
    const listed = sources.flatMap(({ files }) => files.map((file) => file.name));
    for (const file of Object.values(splits).flat()) assert(listed.includes(file), name);
    for (const { urls, files } of sources) {
      for (const url of urls) assert(URL.canParse(url), url);
      for (const { sha256 } of files) assert(/^[0-9a-f]{64}$/.test(sha256), name);
    }
  }
});
