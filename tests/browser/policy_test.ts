import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "../../vendor/playwright/playwright.ts";
import { browserTest } from "../support/browser.ts";

const COMPLETE = { bundles: [{ complete: true }] };
const EMPTY = "<!doctype html><title>Host</title>";

/** The least that a page of another site must allow; what a worker imports is a worker too. */
function policyOf(server: string): string {
  return `default-src 'none'; script-src ${server} 'wasm-unsafe-eval'; connect-src ${server}; ` +
    `worker-src blob: ${server}`;
}

/** Compiles the kernels in a page. @returns How many functions they export, or the error. */
function compileKernels(page: Page, server: string): Promise<number | string> {
  return page.evaluate(async (url) => {
    try {
      const bytes = await (await fetch(url)).arrayBuffer();
      return WebAssembly.Module.exports(await WebAssembly.compile(bytes)).length;
    } catch (error) {
      return String(error);
    }
  }, `${server}/runtime/kernels.wasm`);
}

/** Opens a model in the worker of a page. @returns The backend, or what goes wrong first. */
function openInWorker(page: Page, worker: string, asks: { src: string; backend: string }) {
  return page.evaluate(async ([url, call]) => {
    const isOwn = new URL(url).origin === location.origin;
    const tell = "({ violatedDirective, blockedURI }) => " +
      "postMessage({ error: { message: `${violatedDirective}: ${blockedURI}` } })";
    const source = `import "${url}"; addEventListener("securitypolicyviolation", ${tell});`;
    const script = new Blob([source], { type: "text/javascript" });
    const worker = new Worker(isOwn ? url : URL.createObjectURL(script), { type: "module" });
    const told = await new Promise<{ value?: { backend: string }; error?: { message: string } }>(
      (resolve) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = (event) => resolve({ error: { message: `worker: ${event.message}` } });
        worker.postMessage({ id: 1, name: "open", asks: call });
      },
    );
    worker.terminate();
    return told.value?.backend ?? told.error?.message;
  }, [worker, asks] as const);
}

browserTest("A page of another site compiles the kernels if its policy lets it", async (test) => {
  const { page, server, host } = test;
  const policy = policyOf(server);
  await page.goto(host({ html: EMPTY, headers: { "content-security-policy": policy } }));
  const count = await compileKernels(page, server);
  assert(typeof count === "number" && count > 0, String(count));
  const closed = policy.replace("'wasm-unsafe-eval'", "");
  test.expectErrors(/Content Security Policy/);
  await page.goto(host({ html: EMPTY, headers: { "content-security-policy": closed } }));
  assertMatch(String(await compileKernels(page, server)), /CompileError.*unsafe-eval/);
});

for (const backend of ["wasm", "webgpu"]) {
  browserTest(
    `The worker opens a bundle of another origin by its own policy, on ${backend}`,
    async ({ page, server }) => {
      await page.goto(`${server}/docs`);
      const src = `${server.replace("127.0.0.1", "localhost")}/models/tiny/`;
      const told = await openInWorker(page, `${server}/runtime/worker.js`, { src, backend });
      assertEquals(told, backend);
    },
    COMPLETE,
  );

  browserTest(
    `The worker opens a bundle in a page of another site under the least policy, on ${backend}`,
    async ({ page, server, host }) => {
      const headers = { "content-security-policy": policyOf(server) };
      await page.goto(host({ html: EMPTY, headers }));
      const src = `${server}/models/tiny/`;
      const told = await openInWorker(page, `${server}/runtime/worker.js`, { src, backend });
      assertEquals(told, backend);
    },
    COMPLETE,
  );
}

const ISOLATED = {
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
};

browserTest("The worker runs in an isolated page of another site", async (test) => {
  const { page, server, host } = test;
  await page.goto(host({ html: EMPTY, headers: ISOLATED }));
  assertEquals(await page.evaluate(() => crossOriginIsolated), true);
  const asks = { src: `${server}/models/tiny/`, backend: "wasm" };
  assertEquals(await openInWorker(page, `${server}/runtime/worker.js`, asks), "wasm");
});

browserTest("The worker runs in an isolated page of its own origin", async ({ page, server }) => {
  await page.route(`${server}/docs`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), ...ISOLATED } });
  });
  await page.goto(`${server}/docs`);
  assertEquals(await page.evaluate(() => crossOriginIsolated), true);
  const asks = { src: `${server}/models/tiny/`, backend: "wasm" };
  assertEquals(await openInWorker(page, `${server}/runtime/worker.js`, asks), "wasm");
});
