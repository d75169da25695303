// Calls every operation of a server, and writes what it got as JSON; the test that runs it makes `api.ts`, its types.
import createClient from "../../../vendor/openapi/fetch.ts";
import type { components, paths } from "./api.ts";

type Schemas = components["schemas"];

console.log(JSON.stringify(await callEveryOperation(Deno.args[0])));

/** Calls every operation of a server with a model that has classes. */
async function callEveryOperation(baseUrl: string) {
  const called = new Set<string>();
  const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl });
  client.use({
    onRequest: ({ request, schemaPath }) => {
      called.add(`${request.method} ${schemaPath}`);
      return undefined;
    },
  });

  const { data: health } = await client.GET("/healthz", {});
  const { data: ready } = await client.GET("/readyz", {});
  const states: ["ok", "ready"] = [need(health).status, need(ready).status];
  const { data: metrics } = await client.GET("/metrics", { parseAs: "text" });
  need(metrics).startsWith("#");
  const { data: document } = await client.GET("/openapi.json", {});
  need(document).openapi.startsWith("3.1");

  const models = need((await client.GET("/models", {})).data);
  const id = models.default;
  const { data: model } = await client.GET("/models/{id}", { params: { path: { id } } });
  const label: string = need(model).classes[0];
  const { data: manifest } = await client.GET("/models/{id}/{file}", {
    params: { path: { id, file: "manifest.json" }, query: { version: need(model).version } },
  });
  need(manifest);

  // What has a default is left out.
  const generated = need(
    (await client.POST("/generate", { body: { seed: 7, class: label } })).data,
  );
  const [{ codes, log_likelihood }] = generated.data;
  Math.exp(log_likelihood);
  const { data: image } = await client.GET("/generate", {
    params: { query: { seed: 7, class: label } },
    parseAs: "blob",
  });
  const png = need(image);
  const { data: stream } = await client.POST("/generate", {
    body: { seed: 7, class: label, n: 1, temperature: 1, guidance: 1, scale: 1 },
    headers: { accept: "text/event-stream" },
    parseAs: "text",
  });
  const events = eventsOf(need(stream));

  const encoded = need(
    (await client.POST("/encode", {
      body: png,
      bodySerializer: (body) => body,
      headers: { "content-type": "image/png" },
    })).data,
  );
  const decoded = need((await client.POST("/decode", { body: { codes } })).data);
  atob(decoded.data[0].b64_json);
  const { data: codebook } = await client.GET("/codebook", {
    params: { query: { indices: "0,1" } },
  });
  const { vectors } = need(codebook);
  const nearest = need((await client.POST("/codebook/nearest", { body: { vectors } })).data);

  for (const page of ["/", "/docs", "/widget.js"] as const) {
    const { data } = await client.GET(page, { parseAs: "text" });
    need(data).slice(0, 1);
  }

  const { error } = await client.POST("/generate", { body: { model: "none" } });
  const problem: Schemas["Problem"] = need(error);
  const picture = [...new Uint8Array(await png.arrayBuffer())];
  const told = { models, generated, encoded, nearest, events, picture, problem };
  return { states, ...told, called: [...called] };
}

function need<T>(part: T | undefined): T {
  if (part === undefined) throw new TypeError("Cannot go on: expected a reply, got none");
  return part;
}

function eventsOf(text: string): Schemas["GenerateEvent"][] {
  return text.split("\n\n").filter((block) => block !== "").map((block) => {
    const [event, content] = block.split("\n").map((line) => line.slice(line.indexOf(":") + 2));
    return parsedEvent(event, content);
  });
}

function parsedEvent(event: string, content: string): Schemas["GenerateEvent"] {
  const data = JSON.parse(content);
  switch (event) {
    case "row":
    case "image":
    case "done":
    case "error":
      return { event, data };
    default:
      throw new TypeError(`Cannot read an event "${event}"`);
  }
}
