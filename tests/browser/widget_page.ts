import { type Browser, chromium, type Page } from "../../vendor/playwright/playwright.ts";
import { SHIPPED } from "../support/golden.ts";
import { ServerProcess } from "../support/server_process.ts";

/** A trustworthy origin that nothing listens on: what it serves, the browser is told by its controller. */
const HOST = "http://host.localhost";
const FLAGS =
  "--headless --no-sandbox --no-first-run --disable-background-networking --disable-component-update " +
  "--disable-sync";
const WAIT_MS = 120_000;

/** A page of another origin that embeds the widget. */
export interface HostPage {
  /** What stands in `<main>`; `SERVER` and `MODEL` become addresses. */
  readonly body: string;
  /** A content policy; `SERVER` becomes an address. */
  readonly policy?: string;
  /** Whether it is isolated from other origins by COOP and COEP. */
  readonly isolated?: true;
  /** Whether it loads the widget itself; it does unless told. */
  readonly loads?: false;
  /** Runs before anything of the page. */
  readonly before?: string;
  readonly scheme?: "light" | "dark";
  /** Done with the page before it is loaded. */
  readonly prepare?: (page: Page, server: string) => Promise<unknown>;
}

/** What a test does with a page. */
export interface OpenHostPage {
  readonly page: Page;
  /** Address of the server. */
  readonly server: string;
  /** Evaluates statements in the page, with `a` for the first widget and `part(element, name)`. */
  run<Value>(code: string): Promise<Value>;
  /** Waits until an expression holds. */
  until(expression: string): Promise<unknown>;
  /** Names and details of the events so far, manifests left out. */
  events(): Promise<WidgetEvent[]>;
}

/** An event of a widget. */
export interface WidgetEvent {
  readonly type: string;
  /** `id` of the widget. */
  readonly id: string;
  // deno-lint-ignore no-explicit-any
  readonly detail: any;
}

let server: ServerProcess;
let browser: Browser;

/** To be called once in a file: its tests share a browser and a server. */
export function shareBrowser(flags = ""): void {
  Deno.test.beforeAll(async () => {
    [server, browser] = await Promise.all([
      ServerProcess.start({ models: new URL("..", SHIPPED).pathname }),
      chromium.launch({
        executablePath: "/usr/bin/chromium",
        args: `${FLAGS} ${flags}`.trim().split(" "),
      }),
    ]);
    await server.ready();
  });
  Deno.test.afterAll(async () => {
    await Promise.all([browser.close(), server.end()]);
  });
}

/** A test on a page of its own. An error that the page does not handle fails it. */
export function widgetTest(
  name: string,
  host: HostPage,
  test: (open: OpenHostPage) => Promise<void>,
): void {
  Deno.test({
    name,
    // Browser and server outlive the test.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const context = await browser.newContext({ colorScheme: host.scheme, acceptDownloads: true });
      try {
        const page = await context.newPage();
        const errors: unknown[] = [];
        page.on("pageerror", (error) => errors.push(error));
        page.setDefaultTimeout(WAIT_MS);
        await openHostPage(page, host);
        await test(driverOf(page, await server.address()));
        if (errors.length > 0) throw errors[0];
      } finally {
        await context.close();
      }
    },
  });
}

async function openHostPage(page: Page, host: HostPage): Promise<void> {
  const address = await server.address();
  const fill = (text: string) =>
    text.replaceAll("MODEL", `${address}/models/mnist/`).replaceAll("SERVER", address);
  await page.route(`${HOST}/**`, (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      headers: {
        ...(host.policy ? { "content-security-policy": fill(host.policy) } : {}),
        ...(host.isolated
          ? {
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-embedder-policy": "require-corp",
          }
          : {}),
      },
      body: `<!doctype html><html lang="en"><head><title>Host</title>${
        host.loads === false ? "" : `<script type="module" src="${address}/widget.js"></script>`
      }</head><body><main><h1>Host</h1>${fill(host.body)}</main></body></html>`,
    }));
  await page.addInitScript(RECORDER);
  if (host.before) await page.addInitScript(fill(host.before));
  await host.prepare?.(page, address);
  await page.goto(`${HOST}/`);
}

function driverOf(page: Page, address: string): OpenHostPage {
  const fill = (code: string) =>
    code.replaceAll("MODEL", `${address}/models/mnist/`).replaceAll("SERVER", address);
  return {
    page,
    server: address,
    run: (code) => {
      const start = `const a = document.querySelector("tessera-generator");`;
      return page.evaluate(`(async () => { ${start} ${fill(code)} })()`);
    },
    until: (expression) => page.waitForFunction(fill(expression), undefined, { timeout: WAIT_MS }),
    events: () => page.evaluate("recorded"),
  };
}

const RECORDER = `
self.recorded = [];
self.part = (element, name) => element.shadowRoot.querySelector("[part~=" + name + "]");
self.statusOf = (element) => part(element, "status").textContent;
self.pixels = (element) => {
  const canvas = part(element, "canvas");
  return [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data];
};
self.count = (type) => recorded.filter((event) => event.type === "tessera-" + type).length;
for (const type of ["ready", "progress", "image", "error"]) {
  addEventListener("tessera-" + type, ({ target, type, detail }) => {
    const { manifest, ...told } = detail;
    recorded.push({ type, id: target.id, detail: told });
  });
}`;
