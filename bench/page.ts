import { type Browser, chromium, type Page } from "../vendor/playwright/playwright.ts";
import { findChromium } from "../scripts/setup/chromium.ts";
import { thisMachine } from "../scripts/setup/machine.ts";
import { type BenchResult, exactResult, timeResult } from "./result.ts";
import { ServerProgram } from "./serving/server_program.ts";
import { WireCount } from "./wire_count.ts";

const MODEL = "mnist";
/** Loads of a page that a median is taken of. */
const LOADS = 9;
/** Chromium computes WebGPU on the processor here: one load takes a while. */
const GPU_LOADS = 1;
/** Pictures in a page, the first ones left out. */
const PICTURES = 30, WARM_UP = 10;
/** For a load: Chromium compiles shaders on the processor. */
const PATIENCE_MS = 180_000;
const FLAGS = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--no-first-run"];

/** One load of a page of another site with one widget, into an empty cache. */
interface Load {
  /** All that the server sent up to the first picture. */
  readonly bytes: number;
  /** From the bundle's last byte to the first picture. */
  readonly opening: number;
  /** Of each further picture. */
  readonly pictures: number[];
}

/**
 * What a visitor waits for: Chromium, without a GPU, on this machine.
 * @throws {Error} If there is no Chromium.
 */
export async function benchPage(): Promise<BenchResult[]> {
  const program = await findChromium(thisMachine());
  if (program === undefined) {
    throw new Error(
      "Cannot measure a page: expected Chromium, got none; `deno task setup` installs it",
    );
  }
  const server = await ServerProgram.start();
  const browser = await chromium.launch({ executablePath: program, args: FLAGS });
  const { address } = server;
  try {
    return [
      ...await widget(browser, address, { backend: "wasm", loads: LOADS, pictures: PICTURES }),
      ...await widget(browser, address, { backend: "webgpu", loads: GPU_LOADS, pictures: 2 }),
      timeResult("page, studio: first paint", await firstPaints(browser, address)),
    ];
  } finally {
    await browser.close();
    await server.end();
  }
}

async function widget(
  browser: Browser,
  server: string,
  { backend, loads, pictures }: { backend: string; loads: number; pictures: number },
) {
  const all: Load[] = [];
  for (let i = 0; i < loads; i++) {
    all.push(await inNewPage(browser, (page) => load(page, server, { backend, pictures })));
  }
  const name = `page, widget, ${MODEL}, ${backend}`;
  const kilobytes = all.map(({ bytes }) => bytes / 1000);
  return [
    exactResult(`${name}: over the wire to the first picture`, Math.max(...kilobytes), "kB"),
    timeResult(`${name}: bundle's last byte to first picture`, all.map(({ opening }) => opening)),
    timeResult(`${name}: a picture`, all.flatMap(({ pictures }) => pictures)),
  ];
}

async function load(
  page: Page,
  server: string,
  { backend, pictures }: { backend: string; pictures: number },
): Promise<Load> {
  await using wire = new WireCount(server);
  const body = `<!doctype html><script type="module" src="${wire.url}/widget.js"></script>` +
    `<tessera-generator backend="${backend}" seed="1"></tessera-generator>`;
  await using host = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(body, { headers: { "content-type": "text/html" } }),
  );
  await page.goto(`http://localhost:${host.addr.port}/`); // Another site than 127.0.0.1.
  // Programs as texts: they are the page's, whose types scripts do not have.
  const opening = await page.evaluate<number>(`new Promise((resolve, reject) => {
    const element = document.querySelector("tessera-generator");
    let milliseconds;
    element.addEventListener("tessera-ready", ({ detail }) => milliseconds = detail.milliseconds);
    element.addEventListener("tessera-image", () => resolve(milliseconds));
    element.addEventListener("tessera-error", ({ detail }) => reject(new Error(detail.message)));
    setTimeout(() => reject(new Error("no picture came")), ${PATIENCE_MS});
    element.setAttribute("src", "${wire.url}/models/${MODEL}/");
  })`);
  const { bytes } = wire;
  const times = await page.evaluate<number[]>(`(async () => {
    const element = document.querySelector("tessera-generator");
    const times = [];
    for (let seed = 0; seed < ${pictures}; seed++) {
      times.push((await element.generate({ seed })).milliseconds);
    }
    return times;
  })()`);
  return { bytes, opening, pictures: times.slice(Math.min(WARM_UP, pictures - 1)) };
}

async function firstPaints(browser: Browser, server: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < LOADS; i++) {
    times.push(
      await inNewPage(browser, async (page) => {
        await page.goto(`${server}/`, { waitUntil: "networkidle" });
        const paint = `performance.getEntriesByName("first-contentful-paint")[0].startTime`;
        return await page.evaluate<number>(paint);
      }),
    );
  }
  return times;
}

/** Does something with a page whose caches are empty. */
async function inNewPage<Result>(
  browser: Browser,
  act: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    return await act(await context.newPage());
  } finally {
    await context.close();
  }
}
