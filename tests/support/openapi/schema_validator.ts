// Writes whether an OpenAPI document is valid by OpenAPI's own JSON Schema, and of which version, as JSON.
import { Validator } from "../../../vendor/openapi/schema_validator.ts";

const validator = new Validator();
const { valid, errors } = await validator.validate(
  JSON.parse(await Deno.readTextFile(Deno.args[0])),
);
console.log(JSON.stringify({ valid, errors, version: validator.version }));
