const apiDocument = await (await fetch("openapi.json")).json();

document.querySelector("#description").textContent = apiDocument.info.description;
const operations = document.querySelector("#operations");
operations.replaceChildren(...apiDocument.tags.flatMap(groupView));
operations.removeAttribute("aria-busy");
document.querySelector("#schemas").replaceChildren(
  element("h2", "Schemas"),
  ...Object.entries(apiDocument.components.schemas).map(([name, schema]) => {
    const view = folded([element("code", name)], [jsonView(schema)]);
    view.id = `schema-${name}`;
    return view;
  }),
);

/** The operations of a tag under its description. */
function groupView({ name, description }) {
  const views = Object.entries(apiDocument.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, { tags }]) => tags.includes(name))
      .map(([method, operation]) => operationView(method, path, operation))
  );
  return views.length > 0 ? [element("h2", description), ...views] : [];
}

function operationView(method, path, operation) {
  const parts = [element("p", operation.description)];
  if (operation.security) {
    parts.push(element("p", "With an API key as a bearer token, on servers that have keys."));
  }
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

function parameterRow({ name, in: place, description, schema }) {
  const where = place === "query" ? "" : ` (${place})`;
  const cell = element("span", where);
  cell.prepend(element("code", name));
  return [cell, element("code", kindOf(schema)), description];
}

function contentRows(content) {
  return Object.entries(content).map(([type, { schema }]) => [
    element("code", type),
    schemaLink(schema),
  ]);
}

function replyRow([code, reply]) {
  const { description, content = {} } = resolved(reply);
  const kinds = element("span", "");
  for (const [type, { schema }] of Object.entries(content)) {
    kinds.append(element("code", type), " ", schemaLink(schema), element("br", ""));
  }
  return [element("code", code), description, kinds];
}

/** The limits of a schema in a few words. */
function kindOf(schema) {
  const { type, minimum, exclusiveMinimum, maximum, anyOf, default: usual } = resolved(schema);
  if (anyOf) return anyOf.map(kindOf).join(" or ");
  const low = minimum ?? (exclusiveMinimum === undefined ? undefined : `>${exclusiveMinimum}`);
  const limits = low === undefined && maximum === undefined ? "" : ` ${low ?? ""}…${maximum ?? ""}`;
  const preset = usual === undefined ? "" : ` = ${usual}`;
  return `${type}${limits}${preset}`;
}

/** What a reference leads to; anything else is itself. */
function resolved(part) {
  if (part.$ref === undefined) return part;
  return part.$ref.slice(2).split("/").reduce((inner, name) => inner[name], apiDocument);
}

/** A link to a schema; of a stream, to the schema of its events. */
function schemaLink(schema) {
  const name = (schema.contentSchema ?? schema).$ref?.split("/").at(-1);
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
