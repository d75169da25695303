import { assertEquals, assertRejects } from "@std/assert";
import { loadBundle } from "../../core/bundle/mod.ts";
import { Application } from "../../serving/application.ts";
import { InProcessQueue } from "../../serving/in_process_queue.ts";
import { openModels, shareBundle } from "../../serving/open_models.ts";
import { KERNELS } from "../support/kernels.ts";
import { tinyBundle } from "../support/tiny_bundle.ts";

/** An application without workers, as runtimes without threads have it. */
async function openApplication(defaultModel?: string): Promise<Application> {
  const files = await tinyBundle();
  const bundle = await loadBundle((name) => Promise.resolve(files.get(name)!));
  return new Application({
    bundles: [bundle],
    defaultModel,
    queue: new InProcessQueue(
      openModels({ bundles: [shareBundle(bundle)], kernels: KERNELS }),
      128,
    ),
    files: { find: () => undefined },
    log: () => {},
  });
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
