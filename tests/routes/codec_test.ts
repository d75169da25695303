import { assertEquals } from "@std/assert";
import { decodePng, encodePng, type Image } from "../../core/image/mod.ts";
import { assertProblem } from "../support/assert_problem.ts";
import { openTestApp } from "../support/test_app.ts";

const GRID = [[0, 1, 2], [3, 4, 0]];

function postPng(png: Uint8Array<ArrayBuffer>, path = "/encode") {
  const headers = { "content-type": "image/png" };
  return openTestApp().request(path, { method: "POST", headers, body: png });
}

/** A picture of one grey. */
function plainImage(height: number, width: number, grey: number): Image {
  return { height, width, channels: 1, pixels: new Uint8Array(height * width).fill(grey) };
}

Deno.test("POST /decode answers one picture for one grid", async () => {
  const { model, data } = await (await openTestApp().post("/decode", { codes: GRID })).json();
  assertEquals([model, data.length], ["fake", 1]);
  const png = Uint8Array.from(atob(data[0].b64_json), (c) => c.charCodeAt(0));
  const { pixels, height, width } = await decodePng(png);
  assertEquals([height, width], [4, 6]);
  assertEquals([pixels[0], pixels[2 * 3], pixels[4 * 3]], [0, 64, 128]); // c / 4, rounded to 1/255
});

Deno.test("POST /decode answers a list for a batch, and a contact sheet as image/png", async () => {
  const { post } = openTestApp();
  const codes = [GRID, GRID, GRID];
  assertEquals((await (await post("/decode", { codes })).json()).data.length, 3);
  const sheet = await post("/decode", { codes, scale: 2 }, { accept: "image/png" });
  const { height, width } = await decodePng(await sheet.bytes());
  assertEquals([height, width], [16, 24]); // 2 by 2 places of 4 x 6, twice as large
});

for (
  const [body, path] of [
    [{ codes: [] }, "codes"],
    [{ codes: [[0, 1, 2]] }, "codes"],
    [{ codes: [[0, 1, 2], [3, 4]] }, "codes"],
    [{ codes: [[0, 1, 2], [3, 4, 5]] }, "codes.1.2"],
    [{ codes: [[0, 1, 2], [3, 4, -1]] }, "codes.1.2"],
    [{ codes: [GRID, [[0, 1, 2], [3, 4, 9]]] }, "codes.1.1.2"],
    [{ codes: [GRID, [[0, 1, 2], [3, null, 4]]] }, "codes.1.1.1"],
    [{ codes: GRID, scale: 0 }, "scale"],
    [{ codes: GRID, sclae: 1 }, "sclae"],
  ] as const
) {
  Deno.test(`POST /decode answers 422 to ${JSON.stringify(body)}`, async () => {
    const problem = await assertProblem(await openTestApp().post("/decode", body), 422);
    assertEquals(problem.errors[0].path, path);
  });
}

Deno.test("POST /encode answers the codes of a picture, which decode to it", async () => {
  const { post } = openTestApp();
  const decoded = await post("/decode", { codes: GRID }, { accept: "image/png" });
  const reply = await (await postPng(await decoded.bytes())).json();
  assertEquals(reply, { model: "fake", height: 2, width: 3, codes: GRID });
});

Deno.test("POST /encode resizes pictures and converts grey to colour", async () => {
  const reply = await (await postPng(encodePng(plainImage(31, 17, 255)), "/encode?model=plain"))
    .json();
  assertEquals(reply.model, "plain");
  assertEquals(reply.codes, [[4, 4, 4], [4, 4, 4]]);
});

Deno.test("POST /encode answers 400 to what is no PNG, 413 to sides over 4096", async () => {
  const png = encodePng(plainImage(2, 2, 9));
  await assertProblem(await postPng(new Uint8Array(0)), 400);
  await assertProblem(await postPng(png.slice(0, 40)), 400);
  const flipped = png.slice();
  flipped[45] ^= 1;
  await assertProblem(await postPng(flipped), 400);
  await assertProblem(await postPng(encodePng(plainImage(1, 4097, 0))), 413);
});

Deno.test("POST /encode answers 413 over 4 MiB and 415 to another type", async () => {
  await assertProblem(await postPng(new Uint8Array(4 * 2 ** 20 + 1)), 413);
  const init = { method: "POST", headers: { "content-type": "image/jpeg" }, body: "x" };
  await assertProblem(await openTestApp().request("/encode", init), 415);
});
