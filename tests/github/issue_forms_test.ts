import { assert, assertEquals } from "@std/assert";
import * as z from "zod";
import { parse } from "../../vendor/yaml/yaml.ts";

const FOLDER = new URL("../../.github/ISSUE_TEMPLATE/", import.meta.url);

const validations = z.strictObject({ required: z.boolean() });
const id = z.string().regex(/^[a-z][a-z0-9-]*$/);
const label = z.string().min(1);

/** Source: https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema */
const Field = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("markdown"),
    attributes: z.strictObject({ value: z.string().min(1) }),
  }),
  z.strictObject({
    type: z.literal("textarea"),
    id,
    attributes: z.strictObject({
      label,
      description: z.string().optional(),
      placeholder: z.string().optional(),
      render: z.string().optional(),
    }),
    validations,
  }),
  z.strictObject({
    type: z.literal("dropdown"),
    id,
    attributes: z.strictObject({ label, options: z.array(z.string()).min(2) }),
    validations,
  }),
]);

const Form = z.strictObject({
  name: z.string().min(1),
  description: z.string().min(1).max(200),
  labels: z.array(z.string()),
  body: z.array(Field).min(1),
});

Deno.test(".github/ISSUE_TEMPLATE holds forms as GitHub takes them", async () => {
  const names = (await Array.fromAsync(Deno.readDir(FOLDER))).map(({ name }) => name).sort();
  assertEquals(names, ["bug.yml", "config.yml", "feature.yml", "question.yml"]);
  for (const name of names.filter((name) => name !== "config.yml")) {
    const { body } = Form.parse(parse(await Deno.readTextFile(new URL(name, FOLDER))));
    const ids = body.flatMap((field) => "id" in field ? field.id : []);
    assertEquals(new Set(ids).size, ids.length);
    assert(body.some((field) => "validations" in field && field.validations.required));
  }
});
