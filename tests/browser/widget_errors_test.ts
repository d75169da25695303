import { assert, assertEquals, assertMatch } from "@std/assert";
import type { BrowserTest } from "../support/browser.ts";
import { type OpenWidgetPage, widgetTest } from "./widget_page.ts";

/** A widget that has trouble, and one that draws whatever comes. */
function pair(attributes: string): string {
  return widget(attributes) +
    `<tessera-generator id="b" src="MODEL" seed="8"></tessera-generator>`;
}

function widget(attributes: string): string {
  return `<tessera-generator id="a" seed="7" ${attributes}></tessera-generator>`;
}

/** One error event with this code, whose message the status shows. @returns The message. */
async function failure(it: OpenWidgetPage, code: string): Promise<string> {
  await it.until(`recorded.some(({ type, id }) => type === "error" && id === "a")`);
  const errors = await it.events("error");
  assertEquals(errors.map(({ id, detail }) => [id, detail.code]), [["a", code]]);
  const [{ detail: { message } }] = errors;
  assertEquals(await it.run("return statusOf(a)"), message);
  assertEquals(await it.run(`return part(a, "canvas").ariaLabel`), "No picture yet");
  return message;
}

/** The second widget draws, and the first does once it is given the right address. */
async function goesOn(it: OpenWidgetPage): Promise<void> {
  await it.until(`count("image") === 1`);
  await it.run(`a.src = "MODEL"`);
  await it.until(`count("image") === 2`);
  assertEquals((await it.events("image")).map(({ id }) => id), ["b", "a"]);
  assertMatch(await it.run("return statusOf(a)"), /seed 7 · .* on WebAssembly$/);
}

widgetTest("A src without a model is reported as unreachable, with the server's answer", {
  body: pair(`src="SERVER/models/none/"`),
}, async (it) => {
  it.expectErrors(/404/);
  const message = await failure(it, "unreachable");
  assertMatch(
    message,
    /^Cannot fetch http.*\/models\/none\/manifest\.json: the server answers 404$/,
  );
  await goesOn(it);
});

widgetTest("A server that does not exist is reported as unreachable", {
  body: pair(`src="http://127.0.0.1:9/models/mnist/"`),
}, async (it) => {
  it.expectErrors(/ERR_/);
  assertMatch(
    await failure(it, "unreachable"),
    /^Cannot fetch http:\/\/127\.0\.0\.1:9\/.*: no answer$/,
  );
  await goesOn(it);
});

widgetTest("A malformed address is reported as invalid", {
  body: pair(`src="http://:a/"`),
}, async (it) => {
  const message = `Cannot open a model: expected src to be an address, got "http://:a/"`;
  assertEquals(await failure(it, "invalid"), message);
  await goesOn(it);
});

widgetTest("An empty src is reported as invalid, and a missing one waits", {
  body: pair(`src=""`) + `<tessera-generator id="c"></tessera-generator>`,
}, async (it) => {
  const message = `Cannot draw: expected src to be the folder of a bundle, got ""`;
  assertEquals(await failure(it, "invalid"), message);
  assertEquals(
    await it.run(`return statusOf(document.querySelector("#c"))`),
    "No model: src is not set",
  );
  await goesOn(it);
});

/** Changes what the first request to an address gets. */
async function change(
  { page }: BrowserTest,
  { pattern, edit }: { pattern: string; edit: (body: Uint8Array) => Uint8Array | string },
): Promise<void> {
  await page.route(pattern, async (route) => {
    const response = await route.fetch();
    const { "content-encoding": _, "content-length": __, ...headers } = response.headers();
    const body = edit(await response.body());
    // What it was given, a Buffer, or a text.
    await route.fulfill({ status: 200, headers, body: body as string });
  });
}

for (
  const [file, edit] of [
    ["weights.safetensors*", flipped],
    ["manifest.json", (): string => "<!doctype html><title>Welcome</title>"],
  ] as const
) {
  widgetTest(`A changed ${file} is reported as corrupted`, {
    body: widget(`src="MODEL"`),
    prepare: (test) => change(test, { pattern: `**/models/mnist/${file}*`, edit }),
  }, async (it) => {
    const message = await failure(it, "corrupted");
    assert(message.includes(file.replace("*", "")), message);
    await it.page.unrouteAll();
    await it.run(`a.src = "MODEL"`);
    await it.until(`count("image") === 1`);
  });
}

function flipped(body: Uint8Array): Uint8Array {
  body[body.length >> 1] ^= 1;
  return body;
}

/** Lets the worker begin with a statement that takes something from it. */
function without(statement: string) {
  return (test: BrowserTest) =>
    change(test, {
      pattern: "**/runtime/worker.js",
      edit: (body) => `${statement};${new TextDecoder().decode(body)}`,
    });
}

widgetTest("Requesting WebGPU that is missing is reported, and the others draw", {
  body: pair(`src="MODEL" backend="webgpu"`),
  prepare: without(`Object.defineProperty(navigator, "gpu", { value: undefined })`),
}, async (it) => {
  assertMatch(await failure(it, "no-webgpu"), /^Cannot use WebGPU/);
  await it.run(`a.backend = "auto"`);
  await it.until(`count("image") === 2`);
});

widgetTest("Requesting WebAssembly that is missing is reported; otherwise JavaScript draws", {
  body: pair(`src="MODEL" backend="wasm"`),
  prepare: without("delete self.WebAssembly"),
}, async (it) => {
  assertMatch(await failure(it, "no-webassembly"), /^Cannot use WebAssembly/);
  await it.until(`count("image") === 1`);
  const [{ id, detail }] = await it.events("image");
  assertEquals([id, detail.backend], ["b", "javascript"]);
  assertMatch(await it.run(`return statusOf(document.querySelector("#b"))`), / on JavaScript$/);
});

widgetTest("A page whose policy forbids WebAssembly draws with JavaScript", {
  body: pair(`src="MODEL" backend="wasm"`),
  headers: { "content-security-policy": "script-src SERVER; worker-src blob: SERVER" },
}, async (it) => {
  it.expectErrors(/Content Security Policy|unsafe-eval/);
  await failure(it, "no-webassembly");
  await it.until(`count("image") === 1`);
  assertEquals((await it.events("image"))[0].detail.backend, "javascript");
});

widgetTest("A policy that allows no worker is reported", {
  body: widget(`src="MODEL"`),
  headers: { "content-security-policy": "worker-src 'none'" },
}, async (it) => {
  it.expectErrors(/Content Security Policy/);
  assertMatch(await failure(it, "no-worker"), /^Cannot start a worker: /);
});

widgetTest("A worker that breaks is reported, and the next change starts another", {
  body: widget(`src="MODEL"`),
  prepare: ({ page }) =>
    page.addInitScript(`
      self.Worker = class extends Worker {
        constructor(...options) {
          super(...options);
          self.started = this;
        }
      };
    `),
}, async (it) => {
  await it.until(`count("image") === 1`);
  await it.run(`started.dispatchEvent(new ErrorEvent("error", { message: "broken" })); a.seed = 8`);
  await it.until(`count("error") === 1`);
  const [{ detail }] = await it.events("error");
  assertEquals(detail, { code: "no-worker", message: "Cannot start a worker: broken" });
  await it.run(`a.seed = 9`);
  await it.until(`count("image") === 2`);
  assertEquals((await it.events("image"))[1].detail.seed, 9);
});
