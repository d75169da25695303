import { assertEquals } from "@std/assert";
import { findChromium } from "../../scripts/setup/chromium.ts";
import { thisMachine } from "../../scripts/setup/machine.ts";
import { type Browser, chromium, type Page } from "../../vendor/playwright/playwright.ts";
import { type HostPage, serveHostPage } from "./host_page.ts";
import { sharedServer } from "./runtime.ts";
import type { ServerOptions } from "./spawn_server.ts";

/** WebGPU on the software adapter that Chromium brings, and no request that no test made. */
const FLAGS = [
  ...["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Of each wait for the page: shaders are compiled on a processor that may have other work. */
const PATIENCE = 120_000;

/** What a browser test works with. */
export interface BrowserTest {
  /** Empty, in a profile of its own, 1280 × 800. */
  readonly page: Page;
  /** Address of the server, `http://127.0.0.1:PORT`. */
  readonly server: string;
  /** Serves a page of another site. @returns Its address. */
  host(page: HostPage): string;
  /** Errors that were written to the console or not caught, so far. */
  readonly errors: readonly string[];
  /** Lets errors pass that the test provokes. */
  expectErrors(pattern: RegExp): void;
}

const program = await findChromium(thisMachine());
if (program === undefined && Deno.env.get("CI") === "true") {
  throw new Error(
    "Cannot run browser tests: expected CI to have Chromium, got none (`deno task setup` installs it)",
  );
}

let browser: Promise<Browser> | undefined;
Deno.test.afterAll(async () => await (await browser)?.close());

/**
 * Registers a test that gets a page of a browser, and a server, by default with one tiny bundle. All
 * tests of a program share the browser, and those with equal options the server. An error in the console that the test does not
 * expect fails it. Without Chromium the test is skipped and its name says so; with `CI=true` the whole file fails.
 */
export function browserTest(
  name: string,
  run: (test: BrowserTest) => Promise<void>,
  options: ServerOptions = {},
): void {
  Deno.test({
    name: program === undefined ? `${name} (no Chromium)` : name,
    ignore: program === undefined,
    fn: async () => await withPage(await (await sharedServer(options)).address(), run),
    // Browser and server outlive the test.
    sanitizeOps: false,
    sanitizeResources: false,
  });
}

async function withPage(server: string, run: (test: BrowserTest) => Promise<void>): Promise<void> {
  browser ??= chromium.launch({ executablePath: program, args: FLAGS });
  const context = await (await browser).newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(PATIENCE);
  const hosts: { end(): Promise<void> }[] = [];
  const errors: string[] = [], expected: RegExp[] = [];
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    errors.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => errors.push(String(error.error())));
  try {
    await run({
      page: await context.newPage(),
      server,
      host: (page) => {
        const host = serveHostPage(page);
        hosts.push(host);
        return host.url;
      },
      errors,
      expectErrors: (pattern) => void expected.push(pattern),
    });
    const unexpected = errors.filter((text) => !expected.some((pattern) => pattern.test(text)));
    assertEquals(unexpected, []);
  } finally {
    await context.close();
    for (const host of hosts) await host.end();
  }
}
