import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { loadManifest } from "../../core/bundle/mod.ts";
import { decodePng, pixelsFromImage } from "../../core/image/mod.ts";
import { drawPictures, train } from "../scripts/train/train_command.ts";
import { openNative, withOnnx } from "../support/onnx_runtime.ts";
import { ServerProcess } from "../support/server_process.ts";
import { PageRuntime } from "../../web/runtime/page_runtime.ts";
import { ASSETS } from "../web/runtime/served_bundle.ts";

const EXAMPLE = new URL("../../examples/my_model.ts", import.meta.url);
const GRID = 16; // 8 × 8 pixels in patches of 2.

const folder = await Deno.makeTempDir();
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));
const bundle = `${folder}/bundles/mine`;
let trained: Promise<void> | undefined;

/** Trains a copy of the example outside the repository, once. */
function trainCopy(): Promise<void> {
  return trained ??= (async () => {
    const source = (await Deno.readTextFile(EXAMPLE)).replace(
      "../mod.ts",
      import.meta.resolve("../../mod.ts"),
    );
    await Deno.writeTextFile(`${folder}/my_model.ts`, source);
    await drawPictures(folder);
    const { code, error } = await train([
      ...["./my_model.ts", "--data=pictures", "--size=8", "--steps=3", `--out=${bundle}`],
      ...["--set=validation=0", "--set=codec.side=2", "--set=codec.entries=8"],
    ], { cwd: folder });
    assertEquals(code, 0, error);
  })();
}

/** What the model gives for seed 5, over HTTP. */
async function drawn(server: ServerProcess) {
  const reply = await server.post("/generate", { seed: 5, class: 1 });
  assertEquals(reply.status, 200);
  const { data: [{ codes, log_likelihood, b64_json }] } = await reply.json();
  return {
    codes: codes.flat() as number[],
    logLikelihood: log_likelihood as number,
    picture: await decodePng(Uint8Array.fromBase64(b64_json)),
  };
}

function served(test: (server: ServerProcess) => Promise<void>): () => Promise<void> {
  return async () => {
    await trainCopy();
    await ServerProcess.use({ models: `${folder}/bundles` }, test);
  };
}

Deno.test(
  "examples/my_model.ts trains from a copy outside the repository, by name of its kinds",
  async () => {
    await trainCopy();
    const { models, space, draws } = await loadManifest((name) =>
      Deno.readFile(`${bundle}/${name}`)
    );
    assertEquals([models.codec.kind, models.prior?.kind, draws], [
      "patches",
      "neighbours",
      "in order",
    ]);
    assertEquals(space, { kind: "codes", height: 4, width: 4, size: 8 });
  },
);

Deno.test(
  "The server encodes, decodes and draws with the model of examples/my_model.ts",
  served(async (server) => {
    const { codes, picture } = await drawn(server);
    assertEquals([codes.length, picture.width, picture.height], [GRID, 8, 8]);
    const [path] = [...Deno.readDirSync(`${folder}/pictures/dark`)];
    const body = await Deno.readFile(`${folder}/pictures/dark/${path.name}`);
    const encoded = await server.fetch("/encode", {
      method: "POST",
      headers: { "content-type": "image/png" },
      body,
    });
    const { codes: grid } = await encoded.json();
    assertEquals([encoded.status, grid.flat().length], [200, GRID]);
    const decoded = await server.post("/decode", { codes: grid }, { accept: "image/png" });
    assertEquals((await decodePng(await decoded.bytes())).width, 8);
  }),
);

Deno.test(
  "A page draws the server's codes with the model of examples/my_model.ts",
  served(async (server) => {
    const context = { onProgress: () => {}, signal: new AbortController().signal };
    const runtime = new PageRuntime(ASSETS);
    const src = `${await server.address()}/models/mine/`;
    const { backend } = await runtime.call("open", { src, backend: "wasm" }, context);
    const asks = { requests: [{ seed: 5, class: 1 }], progress: false };
    const { images: [{ codes }] } = await runtime.call("draw", asks, context);
    assertEquals([backend, [...codes]], ["wasm", (await drawn(server)).codes]);
  }),
);

Deno.test(
  "ONNX files of examples/my_model.ts give what the server gives",
  served(async (server) => {
    const { codes, logLikelihood, picture } = await drawn(server);
    const fed = { shape: [1, 4, 4], values: Uint32Array.from(codes) };
    const file = (name: string) => Deno.readFile(`${bundle}/${name}`);
    const pixels = await withOnnx(
      openNative,
      await file("decoder.onnx"),
      (model) => model.run({ codes: fed }),
    );
    pixelsFromImage(picture).forEach((value, i) =>
      assertAlmostEquals(pixels.values[i], value, 1 / 255)
    );
    const label = { shape: [1], values: Uint32Array.of(1) };
    const { values: logits } = await withOnnx(
      openNative,
      await file("prior.onnx"),
      (model) => model.run({ codes: fed, class: label }),
    );
    let nats = 0;
    codes.forEach((code, position) => {
      const line = Array.from({ length: 8 }, (_, k) => logits[k * GRID + position]);
      nats += line[code] - Math.log(line.reduce((sum, it) => sum + Math.exp(it), 0));
    });
    assertAlmostEquals(nats, logLikelihood, 1e-3);
    const seen = { shape: [1, 1, 8, 8], values: pixelsFromImage(picture) };
    const encoded = await withOnnx(
      openNative,
      await file("encoder.onnx"),
      (model) => model.run({ pixels: seen }),
    );
    assert(encoded.values.every((code) => code < 8));
  }),
);
