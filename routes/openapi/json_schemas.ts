import * as z from "zod";

/** A JSON object of the document. */
export type Json = { [key: string]: unknown };

/** Which side of a schema: what a client may send, or what it receives. */
export type Side = "input" | "output";

/** Converts zod schemas to JSON Schema, and collects those with an id as components to refer to. */
export class JsonSchemas {
  readonly components: Json = {};

  /**
   * The schema of one side. Requests may contain only known fields; replies may contain more, so that later versions can
   * add fields.
   *
   * @throws {TypeError} If two schemas that differ have one id: a shared schema with a default differs by side.
   */
  of(schema: z.ZodType, side: Side): Json {
    const made = z.toJSONSchema(schema, {
      io: side,
      target: "draft-2020-12",
      override: ({ jsonSchema }) => {
        if (side === "output" && jsonSchema.additionalProperties === false) {
          delete jsonSchema.additionalProperties;
        }
      },
    });
    const { $schema: _, $defs = {}, ...root } = liftReferences(made);
    for (const [id, definition] of Object.entries($defs as Json)) {
      this.#add(id, definition as Json);
    }
    const id = schema.meta()?.id;
    if (id === undefined || root.$ref !== undefined) return root;
    this.#add(id, root);
    return { $ref: `#/components/schemas/${id}` };
  }

  #add(id: string, { id: _id, $id: _$id, ...definition }: Json): void {
    const known = this.components[id];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition)) {
      throw new TypeError(`Cannot describe schema "${id}": expected one definition, got two`);
    }
    this.components[id] = definition;
  }
}

function liftReferences(value: Json): Json {
  return JSON.parse(
    JSON.stringify(value).replaceAll(/"#\/(?:\$defs|definitions)\//g, '"#/components/schemas/'),
  );
}
