import { assertEquals, assertRejects } from "@std/assert";
import { loadBundle, OversizeError } from "../../../core/bundle/mod.ts";
import { asPageModelError, openBundleSource } from "../../../web/runtime/bundle_source.ts";
import { unpacked } from "../../../web/runtime/fetch_bytes.ts";
import { PageModelError } from "../../../web/runtime/page_model.ts";
import { serveFiles } from "../../support/serve_files.ts";
import { tinyBundle } from "../../support/tiny_bundle.ts";
import { fullBundle } from "./served_bundle.ts";

/** The code of what an action is refused with. */
async function refusal(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    return asPageModelError(error).code;
  }
  return "nothing";
}

Deno.test("openBundleSource() reads packed weights, and every file under its version", async () => {
  const { files, bundle } = await fullBundle();
  await using server = serveFiles(files);
  const source = await openBundleSource(server.url);
  const loaded = await loadBundle(source.read, { files: "of the models" });
  assertEquals(loaded.weights, bundle.weights);
  assertEquals(loaded.version, source.version);
  assertEquals(server.asked.toSorted(), [
    `/codebook.safetensors?version=${source.version}`,
    `/graphs.json?version=${source.version}`,
    "/manifest.json",
    `/weights.safetensors.gz?version=${source.version}`,
  ]);
});

Deno.test("openBundleSource() reads a bundle without packed weights", async () => {
  const files = await tinyBundle();
  await using server = serveFiles(files);
  const { read } = await openBundleSource(server.url);
  const weights = files.get("weights.safetensors")!;
  assertEquals(await read("weights.safetensors", weights.length), weights);
  await assertRejects(() => read("weights.safetensors", weights.length - 1), OversizeError);
});

Deno.test("openBundleSource() says unreachable where nothing is, corrupted where no manifest is", async () => {
  const files = new Map([["page/manifest.json", new TextEncoder().encode("<!doctype html>")]]);
  const { url } = await (async () => {
    await using server = serveFiles(files);
    assertEquals(await refusal(() => openBundleSource(`${server.url}none/`)), "unreachable");
    assertEquals(await refusal(() => openBundleSource(`${server.url}page/`)), "corrupted");
    return server;
  })();
  assertEquals(await refusal(() => openBundleSource(url)), "unreachable");
});

Deno.test("openBundleSource() names the address that cannot be fetched", async () => {
  await using server = serveFiles(new Map());
  const error = await assertRejects(() => openBundleSource(server.url), PageModelError);
  assertEquals(error.message, `Cannot fetch ${server.url}manifest.json: the server answers 404`);
});

for (const name of ["graphs.json", "weights.safetensors.gz", "codebook.safetensors"]) {
  Deno.test(`loadBundle() from a source says corrupted if ${name} is changed, unreachable if it is gone`, async () => {
    const { files } = await fullBundle();
    await using server = serveFiles(files);
    const load = async () => {
      const { read } = await openBundleSource(server.url);
      await loadBundle(read, { files: "of the models" });
    };
    assertEquals(await refusal(load), "nothing");
    const content = files.get(name)!;
    files.set(name, content.with(content.length >> 1, content[content.length >> 1] ^ 1));
    assertEquals(await refusal(load), "corrupted");
    files.delete(name);
    assertEquals(await refusal(load), "unreachable");
  });
}

Deno.test("unpacked() stops at its limit", async () => {
  const zeros = new Blob([new Uint8Array(2 ** 20)]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  const packed = await new Response(zeros).bytes();
  assertEquals((await unpacked(packed, 2 ** 20)).length, 2 ** 20);
  await assertRejects(() => unpacked(packed, 2 ** 20 - 1), OversizeError);
});
