import { assertEquals } from "@std/assert";
import { hasTool, runTool } from "../support/openapi_tools.ts";
import { ServerProcess } from "../support/server_process.ts";

const ROOT = new URL("../../", import.meta.url);
const CLIENT = "tests/support/openapi/every_operation.ts";
const TYPES = "tests/support/openapi/types.ts";

const isThere = await hasTool(TYPES) && await hasTool("vendor/openapi/fetch.ts");

/** Puts the client and its types, made from the document, into a folder. @returns The path of its program. */
async function writeClient(folder: string, document: string): Promise<string> {
  await Deno.writeTextFile(`${folder}/openapi.json`, document);
  const { success, stdout, stderr } = await runTool(TYPES, [`${folder}/openapi.json`]);
  assertEquals(success, true, stderr);
  await Deno.writeTextFile(`${folder}/api.ts`, stdout);
  const source = await Deno.readTextFile(new URL(CLIENT, ROOT));
  const path = `${folder}/every_operation.ts`;
  await Deno.writeTextFile(path, source.replaceAll("../../../vendor/", `${ROOT.href}vendor/`));
  return path;
}

Deno.test({
  name: `A client made from the document calls every operation${isThere ? "" : " (no package)"}`,
  ignore: !isThere,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      await ServerProcess.use({}, async (server) => {
        const document = await (await server.fetch("/openapi.json")).text();
        const client = await writeClient(folder, document);
        const ran = await runTool(client, [await server.address()], { check: true });
        assertEquals(ran.success, true, ran.stderr);
        const answers = JSON.parse(ran.stdout);
        const operations = Object.entries<object>(JSON.parse(document).paths).flatMap(
          ([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
        );
        assertEquals(answers.called.sort(), operations.sort());

        const { states, models, generated, encoded, nearest, events, picture, problem } = answers;
        const [image] = generated.data;
        assertEquals(states, ["ok", "ready"]);
        assertEquals([models.default, generated.model, encoded.model], ["tiny", "tiny", "tiny"]);
        const png = await (await server.fetch("/generate?seed=7&class=0")).bytes();
        assertEquals(picture, [...png]);
        assertEquals(encoded.codes.length, image.codes.length);
        assertEquals(nearest.indices, [0, 1]);
        const last = events.at(-1);
        assertEquals([events.length, last.event, last.data.images], [6, "done", 1]);
        assertEquals(events.at(-2).data, { image: 0, ...image });
        assertEquals([problem.status, problem.errors[0].path], [404, "model"]);
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
