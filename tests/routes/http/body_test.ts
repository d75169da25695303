import { assertEquals } from "@std/assert";
import { MAX_ERRORS, MAX_JSON_BYTES } from "../../../routes/limits.ts";
import { assertProblem } from "../../support/assert_problem.ts";
import { openTestApp } from "../../support/test_app.ts";

const JSON_TYPE = { "content-type": "application/json" };

function post(
  body: BodyInit | null,
  headers: Record<string, string> = JSON_TYPE,
  deadline?: number,
) {
  const { request } = openTestApp({ bodyDeadlineMs: deadline });
  return request("/generate", { method: "POST", headers, body });
}

for (
  const [name, body] of [
    ["no body", ""],
    ["half an object", '{"seed":'],
    ["a comment", "{} // x"],
    ["NaN", '{"seed":NaN}'],
    ["bytes that are not UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
    ["depth that is never closed", "[".repeat(60_000)],
  ] as const
) {
  Deno.test(`validJson() answers 400 to ${name}`, async () => {
    await assertProblem(await post(body), 400);
  });
}

for (
  const [name, body] of [
    ["deep arrays", "[".repeat(30_000) + "]".repeat(30_000)],
    ["deep objects", '{"a":'.repeat(10_000) + "1" + "}".repeat(10_000)],
    ["a deep grid", `{"codes":${"[".repeat(30_000)}${"]".repeat(30_000)}}`],
    ["__proto__", '{"__proto__":{"seed":1}}'],
    ["another kind", "7"],
  ] as const
) {
  Deno.test(`validJson() answers 422 to ${name}`, async () => {
    await assertProblem(await post(body), 422);
  });
}

Deno.test("validJson() lists at most 16 errors", async () => {
  const codes = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => "x"));
  const problem = await assertProblem(await post(JSON.stringify({ codes })), 422);
  assertEquals(problem.errors.length <= MAX_ERRORS, true);
});

for (
  const headers of [
    {},
    { "content-type": "text/plain" },
    { "content-type": "application/x-www-form-urlencoded" },
    { "content-type": "application/json; charset=latin1" },
    { "content-type": "application/json", "content-encoding": "gzip" },
  ] as Record<string, string>[]
) {
  Deno.test(`validJson() answers 415 to ${JSON.stringify(headers)}`, async () => {
    await assertProblem(await post(new TextEncoder().encode("{}"), headers), 415);
  });
}

Deno.test("validJson() takes application/json with charset=utf-8", async () => {
  const reply = await post("{}", { "content-type": "Application/JSON; charset=UTF-8" });
  assertEquals(reply.status, 200);
  await reply.body?.cancel();
});

Deno.test("readBody() counts what arrives, whatever Content-Length says", async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(MAX_JSON_BYTES / 4).fill(0x20)),
  });
  await assertProblem(await post(body), 413);
  await assertProblem(await post(" ".repeat(MAX_JSON_BYTES + 1)), 413);
  const fits = await post("{}".padEnd(MAX_JSON_BYTES));
  assertEquals(fits.status, 200);
  await fits.body?.cancel();
});

Deno.test("readBody() answers 408 to a body that does not end in time", async () => {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
  });
  await assertProblem(await post(body, JSON_TYPE, 30), 408);
});

Deno.test("readBody() answers 400 to a body that breaks off", async () => {
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error("gone") });
  await assertProblem(await post(body), 400);
});
