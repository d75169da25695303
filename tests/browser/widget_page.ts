import { type BrowserTest, browserTest } from "../support/browser.ts";
import { SHIPPED } from "../support/golden.ts";
import { waitUntil } from "./wait_until.ts";

/** The shipped bundle, for codes that are known. */
const MODELS = { models: new URL("..", SHIPPED).pathname };

/** A page of another site that embeds the widget; in all texts `SERVER` and `MODEL` become addresses. */
export interface WidgetPage {
  /** What stands in `<main>`. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A style sheet. */
  readonly css?: string;
  /** Whether it loads the widget itself; default true. */
  readonly loads?: false;
  /** Done with the page before it is loaded. */
  readonly prepare?: (test: BrowserTest) => Promise<unknown>;
}

/** What a test does with a page. */
export interface OpenWidgetPage extends BrowserTest {
  /** Evaluates statements in the page, with `a` for the first widget and what {@link HELPERS} has. */
  run<Value>(code: string): Promise<Value>;
  /** Waits until an expression holds. */
  until(expression: string): Promise<void>;
  /** The events so far, manifests left out. */
  events(type?: WidgetEvent["type"]): Promise<WidgetEvent[]>;
  /** Waits until the page has so many workers. */
  workers(count: number): Promise<void>;
}

/** An event of a widget. */
export interface WidgetEvent {
  readonly type: "ready" | "progress" | "image" | "error";
  /** `id` of the widget. */
  readonly id: string;
  // deno-lint-ignore no-explicit-any
  readonly detail: any;
}

/** A test on a page of another site with the widget. */
export function widgetTest(
  name: string,
  content: WidgetPage,
  run: (test: OpenWidgetPage) => Promise<void>,
): void {
  browserTest(name, async (test) => {
    const { page, server } = test;
    const fill = (text: string) =>
      text.replaceAll("MODEL", `${server}/models/mnist/`).replaceAll("SERVER", server);
    await page.addInitScript(HELPERS);
    await content.prepare?.(test);
    await page.goto(test.host({
      html: htmlOf(content, fill),
      headers: Object.fromEntries(
        Object.entries(content.headers ?? {}).map(([name, value]) => [name, fill(value)]),
      ),
      files: { "page.css": content.css ?? "" },
    }));
    await run({
      ...test,
      // Read at each access.
      get errors() {
        return test.errors;
      },
      run: (code) => {
        const a = `const a = document.querySelector("tessera-generator");`;
        return page.evaluate(`(async () => { ${a} ${fill(code)} })()`);
      },
      until: (expression) => waitUntil(page, fill(expression)),
      events: async (type) => {
        const all = await page.evaluate("recorded") as WidgetEvent[];
        return type === undefined ? all : all.filter((event) => event.type === type);
      },
      workers: async (count) => {
        while (page.workers().length !== count) await page.waitForTimeout(20);
      },
    });
  }, MODELS);
}

function htmlOf({ body, css, loads }: WidgetPage, fill: (text: string) => string): string {
  const sheet = css === undefined ? "" : `<link rel="stylesheet" href="/page.css">`;
  const script = loads === false ? "" : `<script type="module" src="SERVER/widget.js"></script>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title>${sheet}` +
    fill(`${script}</head><body><main><h1>Host</h1>${body}</main></body></html>`);
}

const HELPERS = `
self.recorded = [];
self.part = (element, name) => element.shadowRoot.querySelector("[part~=" + name + "]");
self.statusOf = (element) => part(element, "status").textContent;
self.pixels = (element) => {
  const canvas = part(element, "canvas");
  return [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data];
};
self.count = (type) => recorded.filter((event) => event.type === type).length;
for (const type of ["ready", "progress", "image", "error"]) {
  addEventListener("tessera-" + type, ({ target, detail }) => {
    const { manifest, ...told } = detail;
    recorded.push({ type, id: target.id, detail: told });
  });
}`;
