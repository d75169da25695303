import type { Json, JsonSchemas, Side } from "./json_schemas.ts";
import type { Content } from "./operation.ts";

/** Contents of a body by media type. */
export function contents(
  types: Readonly<Record<string, Content>>,
  schemas: JsonSchemas,
  side: Side,
): Json {
  return Object.fromEntries(
    Object.entries(types).map(([type, content]) => [type, {
      schema: content === null ? rawSchema(type) : contentSchema(type, schemas.of(content, side)),
    }]),
  );
}

/** A stream of events is described as text. */
function contentSchema(type: string, schema: Json): Json {
  if (type !== "text/event-stream") return schema;
  return { type: "string", contentMediaType: type, contentSchema: schema };
}

/** Text, or bytes: OpenAPI 3.1 says so by the media type, generators of clients read the format. */
function rawSchema(type: string): Json {
  if (type.startsWith("text/")) return { type: "string" };
  return { type: "string", format: "binary", contentMediaType: type };
}
