// Shows the OpenAPI document of the people's side as a page.

const element = (name, ...children) => {
  const made = document.createElement(name);
  made.append(...children);
  return made;
};

const typeOf = (schema) => {
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.const !== undefined) return String(schema.const);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" | ");
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.type === "array") return `list of ${typeOf(schema.items ?? {})}`;
  return schema.type ?? "any";
};

const fieldsOf = (operation) => {
  if (operation.parameters) {
    return operation.parameters.map(({ name, required, schema }) => ({ name, required, schema }));
  }
  const form = operation.requestBody.content["application/json"].schema;
  const needed = new Set(form.required ?? []);
  return Object.entries(form.properties ?? {}).map(([name, schema]) => ({
    name,
    required: needed.has(name),
    schema,
  }));
};

const rowOf = ({ name, required, schema }) => {
  const otherwise = schema.default === undefined ? "" : JSON.stringify(schema.default);
  return element(
    "tr",
    element("td", element("code", name)),
    element("td", typeOf(schema)),
    element("td", required ? "required" : otherwise),
  );
};

const sectionOf = (path, method, operation) => {
  const section = element("section", element("h2", element("code", `${method.toUpperCase()} ${path}`)));
  section.append(element("p", [operation.summary, operation.description].filter(Boolean).join(" ")));
  const fields = fieldsOf(operation);
  if (fields.length) {
    const wrap = element("div", element("table", ...fields.map(rowOf)));
    wrap.className = "scroll";
    section.append(wrap);
  }
  return section;
};

const described = await (await fetch("/people/openapi.json")).json();
const sections = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => sectionOf(path, method, operation)),
);
document.getElementById("operations").replaceChildren(...sections);
