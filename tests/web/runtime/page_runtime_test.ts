import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { openModel } from "../../../generation/model.ts";
import { PageModelError, type Progress } from "../../../web/runtime/page_model.ts";
import { PageRuntime } from "../../../web/runtime/page_runtime.ts";
import { KERNELS } from "../../support/kernels.ts";
import { serveFiles } from "../../support/serve_files.ts";
import { ASSETS, fullBundle } from "./served_bundle.ts";

const { bundle, files } = await fullBundle();
const model = openModel(bundle, KERNELS);

function context(onProgress: (progress: Progress) => void = () => {}, signal?: AbortSignal) {
  return { onProgress, signal: signal ?? new AbortController().signal };
}

async function withRuntime(
  act: (runtime: PageRuntime) => Promise<void>,
  backend = "wasm" as const,
) {
  await using server = serveFiles(files);
  const runtime = new PageRuntime(ASSETS);
  await runtime.call("open", { src: server.url, backend }, context());
  await act(runtime);
}

Deno.test("PageRuntime opens a bundle with its codebook, version and the reason of its backend", async () => {
  await using server = serveFiles(files);
  const runtime = new PageRuntime(ASSETS);
  const opened = await runtime.call("open", { src: server.url, backend: "auto" }, context());
  assertEquals([opened.backend, opened.codebook], ["wasm", bundle.codebook]);
  assertEquals(opened.manifest, bundle.manifest);
  assert(/draws a picture in [\d.]+ ms/.test(opened.reason), opened.reason);
});

Deno.test("PageRuntime draws what the server draws, picture and all", async () => {
  await withRuntime(async (runtime) => {
    const requests = Array.from({ length: 9 }, (_, i) => ({ seed: 40 + i, temperature: 0.9 }));
    const { images, backend } = await runtime.call(
      "draw",
      { requests, progress: false },
      context(),
    );
    assertEquals(backend, "wasm");
    images.forEach(({ codes, class: label, logLikelihood, picture, seed }, i) => {
      const expected = model.sample({ ...requests[i], guidance: 1 });
      assertEquals({ codes, class: label, logLikelihood, seed }, { ...expected, seed: 40 + i });
      const pixels = model.decode(codes);
      assertEquals([picture.width, picture.height], [16, 16]);
      for (const at of [0, 100, 255]) {
        const grey = Math.round(Math.min(1, Math.max(0, pixels[at])) * 255);
        assertEquals([...picture.rgba.slice(4 * at, 4 * at + 4)], [grey, grey, grey, 255]);
      }
    });
  });
});

Deno.test("PageRuntime tells of rows in order, with the picture so far", async () => {
  await withRuntime(async (runtime) => {
    const told: Progress[] = [];
    const asks = { requests: [{ seed: 1 }, { seed: 2 }], progress: true };
    const { images } = await runtime.call("draw", asks, context((progress) => told.push(progress)));
    for (const [image, { codes, picture }] of images.entries()) {
      const mine = told.filter((progress) => progress.image === image);
      assertEquals(mine.map(({ rows }) => rows), [1, 2, 3, 4]);
      for (const { rows, codes: so } of mine) {
        assertEquals(so.slice(0, 4 * rows), codes.slice(0, 4 * rows));
      }
      assertEquals(mine[3].picture, picture);
    }
  });
});

Deno.test("PageRuntime encodes a picture of another size, and decodes the codes", async () => {
  await withRuntime(async (runtime) => {
    const rgba = new Uint8ClampedArray(32 * 48 * 4).map((_, i) =>
      i % 4 === 3 ? 255 : (i * 7) % 256
    );
    const picture = { width: 48, height: 32, rgba };
    const { codes, seen, reconstruction } = await runtime.call("encode", { picture }, context());
    const grey = Float32Array.from({ length: 256 }, (_, i) => seen.rgba[4 * i] / 255);
    assertEquals(codes, model.encode(grey));
    const [decoded] = await runtime.call("decode", { grids: [[...codes]] }, context());
    assertEquals(reconstruction, decoded);
  });
});

Deno.test("PageRuntime gives the nats of each code", async () => {
  await withRuntime(async (runtime) => {
    const { codes, logLikelihood } = model.sample({
      seed: 3,
      temperature: 1,
      guidance: 1,
      class: 1,
    });
    const each = await runtime.call("judge", { codes: [...codes], label: 1 }, context());
    assertAlmostEquals(each.reduce((sum, nats) => sum + nats), logLikelihood, 1e-9);
  });
});

Deno.test("PageRuntime refuses settings out of range, and goes on", async () => {
  await withRuntime(async (runtime) => {
    const bad = { requests: [{ seed: -1 }], progress: false };
    await assertRejects(() => runtime.call("draw", bad, context()), RangeError, "seed to be");
    const grids = [[0]];
    await assertRejects(() => runtime.call("decode", { grids }, context()), RangeError, "16 codes");
    const good = { requests: [{ seed: 1 }], progress: false };
    assertEquals((await runtime.call("draw", good, context())).images.length, 1);
  });
});

Deno.test("PageRuntime stops a drawing between images once it is aborted", async () => {
  await withRuntime(async (runtime) => {
    const abort = new AbortController();
    let rows = 0;
    const onProgress = () => {
      if (++rows === 1) abort.abort(new DOMException("enough", "AbortError"));
    };
    const requests = Array.from({ length: 64 }, (_, seed) => ({ seed }));
    const drawing = runtime.call(
      "draw",
      { requests, progress: true },
      context(onProgress, abort.signal),
    );
    await assertRejects(() => drawing, DOMException, "enough");
    assertEquals(rows, 16); // The four images that were being drawn, four rows each.
  });
});

Deno.test("PageRuntime without WebAssembly draws in plain TypeScript if it may choose, and says so", async () => {
  const { compile } = WebAssembly;
  WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError("blocked by the policy"));
  try {
    await using server = serveFiles(files);
    const runtime = new PageRuntime(ASSETS);
    const opened = await runtime.call("open", { src: server.url, backend: "auto" }, context());
    assertEquals(opened.backend, "javascript");
    assert(opened.reason.includes("blocked by the policy"), opened.reason);
    const error = await assertRejects(
      () => new PageRuntime(ASSETS).call("open", { src: server.url, backend: "wasm" }, context()),
      PageModelError,
    );
    assertEquals(error.code, "no-webassembly");
  } finally {
    WebAssembly.compile = compile;
  }
});

Deno.test("PageRuntime refuses a backend that there is not", async () => {
  await using server = serveFiles(files);
  const asks = { src: server.url, backend: "cuda" as "auto" };
  const open = () => new PageRuntime(ASSETS).call("open", asks, context());
  await assertRejects(open, PageModelError, `got "cuda"`);
});
