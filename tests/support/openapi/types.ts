// Writes the types of an OpenAPI document, as openapi-typescript makes them with its manual's line for bytes.
import openapiTS, { astToString, ts } from "../../../vendor/openapi/typescript.ts";

const blob = ts.factory.createTypeReferenceNode("Blob");
const tree = await openapiTS(JSON.parse(await Deno.readTextFile(Deno.args[0])), {
  transform: ({ format }) => format === "binary" ? blob : undefined,
});
console.log(astToString(tree));
