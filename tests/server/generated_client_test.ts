import { assertEquals } from "@std/assert";
import type { Answers } from "../support/client/every_operation.ts";
import { ServerProcess } from "../support/server_process.ts";

const ROOT = new URL("../../", import.meta.url);
const PROGRAM = "tests/support/client/every_operation.ts";

// Without the packages the test is skipped by name.
const generator = await import("../../vendor/openapi/typescript.ts").catch(() => undefined);
const fetcher = await import("../../vendor/openapi/fetch.ts").catch(() => undefined);
const isThere = generator !== undefined && fetcher !== undefined;

/** The types of the document, as openapi-typescript makes them with its manual's line for bytes. */
async function typesOf(document: string): Promise<string> {
  const { astToString, default: openapiTS, ts } = generator!;
  const blob = ts.factory.createTypeReferenceNode("Blob");
  const tree = await openapiTS(JSON.parse(document), {
    transform: ({ format }) => format === "binary" ? blob : undefined,
  });
  return astToString(tree);
}

/** The client beside its types, in a folder. @returns The path of its program. */
async function writeClient(folder: string, types: string): Promise<string> {
  const source = await Deno.readTextFile(new URL(PROGRAM, ROOT));
  const path = `${folder}/every_operation.ts`;
  await Deno.writeTextFile(path, source.replaceAll("../../../vendor/", `${ROOT.href}vendor/`));
  await Deno.writeTextFile(`${folder}/api.ts`, types);
  return path;
}

async function checkTypes(path: string): Promise<void> {
  const config = ["--config=deno.json", "--lock=deno.dev.lock", "--quiet"];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", ...config, path],
    cwd: ROOT.pathname,
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(success, true, new TextDecoder().decode(stderr));
}

Deno.test({
  name: `A client made from the document calls every operation${isThere ? "" : " (no package)"}`,
  ignore: !isThere,
  fn: async () => {
    await ServerProcess.use({}, async (server) => {
      const document = await (await server.fetch("/openapi.json")).text();
      const folder = await Deno.makeTempDir();
      try {
        const path = await writeClient(folder, await typesOf(document));
        await checkTypes(path);
        const { callEveryOperation } = await import(`file://${path}`);
        const answers: Answers = await callEveryOperation(await server.address());
        const operations = Object.entries<object>(JSON.parse(document).paths).flatMap(
          ([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
        );
        assertEquals([...answers.called].sort(), operations.sort());
        await compare(answers, server);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    });
  },
});

/** The answers belong together. */
async function compare(answers: Answers, server: ServerProcess): Promise<void> {
  const { models, generated, encoded, nearest, events, picture, problem } = answers;
  const [image] = generated.data;
  assertEquals(answers.states, ["ok", "ready"]);
  assertEquals([models.default, generated.model, encoded.model], ["tiny", "tiny", "tiny"]);
  const png = await (await server.fetch("/generate?seed=7&class=0")).bytes();
  assertEquals(new Uint8Array(await picture.arrayBuffer()), png);
  assertEquals(encoded.codes.length, image.codes.length);
  assertEquals(nearest.indices, [0, 1]);
  const last = events.at(-1)!;
  assertEquals([events.length, last.event, last.data.images], [6, "done", 1]);
  assertEquals(events.at(-2)!.data, { image: 0, ...image });
  assertEquals([problem.status, problem.errors[0].path], [404, "model"]);
}
