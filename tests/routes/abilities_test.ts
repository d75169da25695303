import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Bundle, BundleGraphs } from "../../core/bundle/mod.ts";
import { encodePng } from "../../core/image/mod.ts";
import { openModel } from "../../generation/model.ts";
import { samplesOf } from "../../serving/application.ts";
import { InProcessQueue } from "../../serving/in_process_queue.ts";
import { performWith } from "../../serving/perform.ts";
import { queueLimits } from "../../serving/work_queue.ts";
import { assertProblem } from "../support/assert_problem.ts";
import { graphBundle } from "../support/graph_bundle.ts";
import { CODE_CODEC, CODES, LATENT_CODEC, LATENTS } from "../support/made_models.ts";
import { openTestApp } from "../support/test_app.ts";

const latents = graphBundle(LATENT_CODEC, { space: LATENTS, draws: null });
const codec = graphBundle(CODE_CODEC, { space: CODES, draws: null });
const decoder = graphBundle({ decode: CODE_CODEC.decode }, { space: CODES, draws: null });
const PNG = encodePng({
  ...{ height: 4, width: 6, channels: 1 as const },
  pixels: Uint8Array.from({ length: 24 }, (_, i) => 10 * i),
});

function appOf(bundle: Bundle) {
  const model = openModel(bundle);
  const queue = new InProcessQueue(performWith(new Map([["made", model]])), queueLimits([model]));
  return openTestApp({ models: [model], defaultModel: "made", inference: queue });
}

/** Checks the status of a refusal, the path that it names and a part of its sentence. */
async function assertRefused(reply: Response, status: number, path: string, includes: string) {
  const { errors: [error], detail } = await assertProblem(reply, status);
  assertEquals(error.path, path);
  assertStringIncludes(`${detail} ${error.message}`, includes);
}

function encode(bundle: Bundle) {
  const headers = { "content-type": "image/png" };
  return appOf(bundle).request("/encode", { method: "POST", headers, body: PNG });
}

Deno.test("GET /models tells space and draws, and null for what a model lacks", async () => {
  const card = async (bundle: Bundle) => {
    const { models: [model] } = await (await appOf(bundle).request("/models")).json();
    const { space, draws, grid, codebook, prior } = model;
    return { space, draws, grid, codebook, prior };
  };
  const none = { draws: null, grid: { height: 2, width: 3 }, codebook: null, prior: null };
  assertEquals(await card(latents), { space: { ...LATENTS }, ...none });
  assertEquals(await card(codec), { space: { ...CODES }, ...none });
  const { models: [fake] } = await (await openTestApp().request("/models")).json();
  assertEquals([fake.space.size, fake.draws], [5, "in order"]);
});

Deno.test("POST /encode answers latents for each channel, and POST /decode takes them", async () => {
  const { height, width, channels, latents: encoded, ...rest } = await (await encode(latents))
    .json();
  assertEquals([height, width, channels, rest], [2, 3, 4, { model: "made" }]);
  assertEquals(encoded.map((rows: number[][]) => rows.map((row) => row.length)), [
    ...[[3, 3], [3, 3], [3, 3], [3, 3]],
  ]);
  const model = openModel(latents);
  const pixels = Float32Array.from({ length: 24 }, (_, i) => 10 * i / 255);
  const expected = model.latents!.encode(pixels);
  assertEquals(Float32Array.from(encoded.flat(2)), expected);
  const { post } = appOf(latents);
  const { data } = await (await post("/decode", { latents: encoded })).json();
  assertEquals(data.length, 1);
  const batch = await (await post("/decode", { latents: [encoded, encoded] })).json();
  assertEquals(batch.data, [...data, ...data]);
});

Deno.test("POST /decode refuses latents of another shape, both, and neither", async () => {
  const { post } = appOf(latents);
  const of = (channels: number, width: number) => {
    return Array.from({ length: channels }, () => [Array(width).fill(0), Array(width).fill(0)]);
  };
  const shape = "4 channels of 2 rows of 3";
  await assertRefused(await post("/decode", { latents: of(3, 3) }), 422, "latents", shape);
  await assertRefused(await post("/decode", { latents: [of(4, 2)] }), 422, "latents.0", shape);
  const both = { latents: of(4, 3), codes: [[0, 0, 0], [0, 0, 0]] };
  await assertRefused(await post("/decode", both), 422, "codes", "either");
  await assertRefused(await post("/decode", {}), 422, "codes", "either");
});

Deno.test("POST /decode refuses codes for a model of latents, and latents for one of codes", async () => {
  const codes = [[0, 0, 0], [0, 0, 0]];
  await assertRefused(await appOf(latents).post("/decode", { codes }), 422, "codes", "latents");
  const given = { latents: [[[0, 0, 0], [0, 0, 0]]] };
  await assertRefused(await appOf(codec).post("/decode", given), 422, "latents", "takes codes");
});

Deno.test("/codebook is 404 where there is none, with the reason", async () => {
  const cases: [Bundle, string][] = [[latents, "holds latents"], [codec, "stand for no vectors"]];
  for (const [bundle, reason] of cases) {
    const { request, post } = appOf(bundle);
    await assertRefused(await request("/codebook"), 404, "model", reason);
    const nearest = await post("/codebook/nearest", { vectors: [[0]] });
    await assertRefused(nearest, 404, "model", reason);
  }
});

Deno.test("/generate is 422 where a model makes no new pictures, with the reason", async () => {
  for (const bundle of [latents, codec, decoder]) {
    const { request, post } = appOf(bundle);
    await assertRefused(await request("/generate?seed=1"), 422, "model", "no new pictures");
    await assertRefused(await post("/generate", { seed: 1 }), 422, "model", "it has no prior");
  }
});

Deno.test("POST /encode is 422 where a model has no encoder", async () => {
  await assertRefused(await encode(decoder), 422, "model", "has no encoder");
  assertEquals((await encode(codec)).status, 200);
});

Deno.test("samplesOf() has a task that each kind of model can do", async () => {
  const graphs: BundleGraphs[] = [LATENT_CODEC, CODE_CODEC];
  const spaces = [LATENTS, CODES];
  for (const [i, given] of graphs.entries()) {
    const bundle = graphBundle(given, { space: spaces[i], draws: null });
    const perform = performWith(new Map([["made", openModel(bundle)]]));
    for (const task of samplesOf([bundle])) await perform(task);
  }
});
