// Writes what Spectral's recommended rules find in an OpenAPI document, as JSON.
import { Document, Json, OAS_RULES, Spectral } from "../../../vendor/openapi/spectral.ts";

const linter = new Spectral();
linter.setRuleset({ extends: [[OAS_RULES, "recommended"]] });
const text = await Deno.readTextFile(Deno.args[0]);
const found = await linter.run(new Document(text, Json, "openapi.json"));
console.log(JSON.stringify(found.map(({ code, message, path }) => ({ code, message, path }))));
