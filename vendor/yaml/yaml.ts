// Not in the import map, whose packages `deno task` and `deno install` resolve: only tests need it.
// deno-lint-ignore no-import-prefix
import { parseAllDocuments } from "npm:yaml@2.9.1";

/** The documents of a YAML file. @throws {SyntaxError} If one is not YAML. */
// deno-lint-ignore no-explicit-any -- tests read what the schema of each file says
export function parseAll(text: string): any[] {
  const documents = parseAllDocuments(text);
  return [...documents].map((document) => {
    if (document.errors.length > 0) throw new SyntaxError(document.errors[0].message);
    return document.toJS();
  });
}

/** The one document of a YAML file. @throws {SyntaxError} If it is not YAML. */
// deno-lint-ignore no-explicit-any -- tests read what the schema of each file says
export function parse(text: string): any {
  return parseAll(text)[0];
}
