import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { loadBundle } from "../../core/bundle/mod.ts";
import { Application, type Served } from "../../serving/application.ts";
import { InProcessQueue } from "../../serving/in_process_queue.ts";
import { queueLimits } from "../../serving/work_queue.ts";
import { openModels, shareBundle } from "../../serving/open_models.ts";
import { KERNELS } from "../support/kernels.ts";
import { tinyBundle } from "../support/tiny_bundle.ts";

/** An application without workers, as runtimes without threads have it. */
async function openApplication(defaultModel?: string): Promise<Application> {
  return new Application({ ...await openBundle("tiny"), defaultModel, log: () => {} });
}

/** What an application serves of one bundle. */
async function openBundle(id: string): Promise<Served> {
  const contents = await tinyBundle({ id });
  const bundle = await loadBundle((name) => Promise.resolve(contents.get(name)!));
  const perform = openModels({ bundles: [shareBundle(bundle)], kernels: KERNELS });
  const files = { find: () => undefined };
  return { bundles: [bundle], queue: new InProcessQueue(perform, queueLimits([bundle])), files };
}

async function statusOf(app: Application, path: string): Promise<number> {
  const reply = await app.fetch(new Request(`http://a${path}`));
  await reply.body?.cancel();
  return reply.status;
}

Deno.test("Application is ready once it is warm, and not while it stops", async () => {
  const app = await openApplication();
  assertEquals(await statusOf(app, "/readyz"), 503);
  assertEquals(await statusOf(app, "/healthz"), 200);
  await app.warm();
  assertEquals(await statusOf(app, "/readyz"), 200);
  assertEquals(await statusOf(app, "/generate?seed=7&n=3"), 200);
  app.refuseWork();
  assertEquals(await statusOf(app, "/readyz"), 503);
  assertEquals(await statusOf(app, "/generate"), 503);
  assertEquals(await statusOf(app, "/models"), 200);
  assertEquals(app.load, 0);
});

Deno.test("Application refuses a default model that is none of its bundles", async () => {
  assertEquals(await statusOf(await openApplication("tiny"), "/models/tiny"), 200);
  await assertRejects(() => openApplication("none"), RangeError, "DEFAULT_MODEL");
});

Deno.test("Application.swap() lets requests that have come go on with what was served before", async () => {
  const app = await openApplication();
  await app.warm();
  const other = await openBundle("other");
  const drawing = statusOf(app, "/generate?model=tiny&seed=7&n=3");
  const before = app.swap(other);
  assertEquals(before.isIdle(), false);
  assertEquals(await statusOf(app, "/models/tiny"), 404);
  assertEquals(await statusOf(app, "/generate?model=other&seed=7"), 200);
  assertEquals(await drawing, 200);
  assertEquals(before.isIdle(), true);
  assertEquals(await statusOf(app, "/readyz"), 200);
  const metrics = await (await app.fetch(new Request("http://a/metrics"))).text();
  for (const model of ["tiny", "other"]) {
    assertStringIncludes(metrics, `tessera_images_total{model="${model}"}`);
  }
});

Deno.test("Application.swap() changes nothing where the default model would be gone", async () => {
  const app = await openApplication("tiny");
  const other = await openBundle("other");
  assertThrows(() => app.swap(other), RangeError, "DEFAULT_MODEL");
  assertEquals(await statusOf(app, "/models/tiny"), 200);
});
