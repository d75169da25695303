import { assertEquals } from "@std/assert";
import {
  CODEBOOK_FILE,
  CODEBOOK_JSON_FILE,
  codebookJson,
  loadBundle,
  readSafetensors,
} from "../../../core/bundle/mod.ts";
import { Random } from "../../../core/random/random.ts";
import { packExample } from "./example_bundle.ts";

Deno.test("codebookJson() gives every f32 back exactly, the smallest and the largest too", () => {
  const random = new Random(1);
  const codebook = Float32Array.from({ length: 12 }, () => random.normal());
  codebook.set([1e-45, -3.4028234663852886e38, 0.1, 16777216]);
  const { vectors, ...shape } = JSON.parse(
    codebookJson(codebook, { model: "some", size: 4, dim: 3 }),
  );
  assertEquals(shape, { model: "some", size: 4, dim: 3 });
  assertEquals(vectors.map((vector: number[]) => vector.length), [3, 3, 3, 3]);
  assertEquals(vectors.flat(), [...codebook]);
});

Deno.test("packBundle() writes the codebook of the bundle as codebook.json", async () => {
  const files = await packExample();
  const read = JSON.parse(new TextDecoder().decode(files.get(CODEBOOK_JSON_FILE)));
  assertEquals(read, { model: "tiny", size: 3, dim: 2, vectors: [[0, 1], [2, 3], [4, 5]] });
});

Deno.test("The shipped bundle's codebook.json is its codebook.safetensors", async () => {
  const folder = new URL("../../../static/models/mnist/", import.meta.url);
  const { manifest } = await loadBundle((name) => Deno.readFile(new URL(name, folder)));
  const { data } = readSafetensors(await Deno.readFile(new URL(CODEBOOK_FILE, folder)))
    .get("codebook")!;
  assertEquals(
    await Deno.readTextFile(new URL(CODEBOOK_JSON_FILE, folder)),
    codebookJson(data as Float32Array, { model: manifest.id, ...manifest.codebook! }),
  );
});
