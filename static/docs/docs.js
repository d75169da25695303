const apiDocument = await (await fetch("/openapi.json")).json();

document.querySelector("#description").textContent = apiDocument.info.description;
const operations = document.querySelector("#operations");
operations.replaceChildren(
  ...Object.entries(apiDocument.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => operationView(method, path, operation))
  ),
);
operations.removeAttribute("aria-busy");
document.querySelector("#schemas").replaceChildren(
  element("h2", "Schemas"),
  ...Object.entries(apiDocument.components.schemas).map(([name, schema]) => {
    const view = folded([element("code", name)], [jsonView(schema)]);
    view.id = `schema-${name}`;
    return view;
  }),
);

function operationView(method, path, operation) {
  const parts = [];
  if (operation.description) parts.push(element("p", operation.description));
  if (operation.parameters.length > 0) {
    parts.push(element("h3", "Parameters"), table(operation.parameters.map(parameterRow)));
  }
  if (operation.requestBody) {
    parts.push(element("h3", "Body"), table(contentRows(operation.requestBody.content)));
  }
  parts.push(element("h3", "Replies"), table(Object.entries(operation.responses).map(replyRow)));
  return folded([
    element("code", method.toUpperCase(), "method"),
    element("code", path),
    element("span", operation.summary, "what"),
  ], parts);
}

function parameterRow({ name, schema }) {
  return [element("code", name), element("code", kindOf(schema)), schema.description ?? ""];
}

function contentRows(content) {
  return Object.entries(content).map(([type, { schema }]) => [
    element("code", type),
    schemaLink(schema),
  ]);
}

function replyRow([code, { description, content = {} }]) {
  const kinds = element("span", "");
  for (const [type, { schema }] of Object.entries(content)) {
    kinds.append(element("code", type), " ", schemaLink(schema), element("br", ""));
  }
  return [element("code", code), description, kinds];
}

/** The limits of a schema in a few words. */
function kindOf(schema) {
  const { type, minimum, exclusiveMinimum, maximum, anyOf } = schema;
  if (anyOf) return anyOf.map(kindOf).join(" or ");
  const low = minimum ?? (exclusiveMinimum === undefined ? undefined : `>${exclusiveMinimum}`);
  const limits = low === undefined && maximum === undefined ? "" : ` ${low ?? ""}…${maximum ?? ""}`;
  const preset = schema.default === undefined ? "" : ` = ${schema.default}`;
  return `${type}${limits}${preset}`;
}

function schemaLink(schema) {
  const name = schema.$ref?.split("/").at(-1);
  if (name === undefined) return element("span", "");
  const link = element("a", name);
  link.href = `#schema-${name}`;
  link.addEventListener("click", () => document.getElementById(`schema-${name}`).open = true);
  return link;
}

function jsonView(value) {
  return element("pre", JSON.stringify(value, null, 2));
}

function folded(summaryParts, parts) {
  const details = element("details", "");
  const summary = element("summary", "");
  summary.append(...summaryParts);
  const body = element("div", "");
  body.append(...parts);
  details.append(summary, body);
  return details;
}

function table(rows) {
  const view = element("table", "");
  for (const cells of rows) {
    const row = view.insertRow();
    for (const cell of cells) row.insertCell().append(cell);
  }
  return view;
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className !== "") made.className = className;
  return made;
}
