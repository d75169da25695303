const SHOWN_EVENTS = 100;
const EVENTS = ["tessera-ready", "tessera-progress", "tessera-image", "tessera-error"];

const log = document.querySelector("#log");
const called = document.querySelector("#called");
const { origin } = location;
const server = new URL(".", location.href).href;
/** The codes that `called` showed last, as the event told them. */
let codes;

for (const type of EVENTS) document.addEventListener(type, logEvent);
called.addEventListener("tessera-image", ({ detail }) => codes = detail.codes);

const { default: id, models } = await (await fetch("models")).json();
const { classes, codebook } = models.find((model) => model.id === id);
const source = `${server}models/${id}/`;

for (const element of document.querySelectorAll("tessera-generator")) {
  const wanted = element.dataset.class;
  if (wanted !== undefined && Number(wanted) < classes.length) element.classLabel = wanted;
  if (element.topK > codebook.size) element.topK = codebook.size;
  element.src = source;
  const code = element.closest("figure")?.querySelector("code");
  if (code) code.textContent = tagOf(element);
}

document.querySelector("#snippet").textContent =
  `<script type="module" src="${server}widget.js"></script>\n` +
  `<tessera-generator src="${source}" controls></tessera-generator>`;
document.querySelector("#policy").textContent =
  `script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}; worker-src blob: ${origin}`;

document.querySelector("#copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(document.querySelector("#snippet").textContent);
  document.querySelector("#copied").textContent = "Copied";
});

const calls = {
  generate: () => called.generate({ temperature: 0.7 }),
  decode: () => {
    const changed = codes.map((row) => [...row]);
    const row = Math.floor(Math.random() * changed.length);
    const column = Math.floor(Math.random() * changed[row].length);
    changed[row][column] = (changed[row][column] + 1) % codebook.size;
    codes = changed;
    return called.decode(changed);
  },
  wrong: () => called.src = `${origin}/models/none/`,
  right: () => called.src = source,
};
for (const button of document.querySelectorAll("[data-call]")) {
  button.addEventListener("click", () => attempt(calls[button.dataset.call]));
}
document.querySelector("#file").addEventListener("change", ({ target }) => {
  const [file] = target.files;
  if (file) attempt(encodeThenDecode, file);
});

async function encodeThenDecode(file) {
  ({ codes } = await called.encode(file));
  await called.decode(codes);
}

async function attempt(act, ...values) {
  try {
    await act(...values);
  } catch (error) {
    addLine(`rejected: ${error.message}`);
  }
}

/** The element as a person would write it. */
function tagOf(element) {
  const attributes = [...element.attributes]
    .filter(({ name }) => name !== "id" && !name.startsWith("data-"))
    .sort((a, b) => Number(b.name === "src") - Number(a.name === "src"))
    .map(({ name, value }) => value === "" ? name : `${name}="${value}"`);
  return `<tessera-generator\n  ${attributes.join("\n  ")}\n></tessera-generator>`;
}

function logEvent({ type, target, detail }) {
  const { manifest, codes, ...told } = detail;
  if (manifest) told.model = manifest.id;
  if (codes) told.codes = `${codes.length} rows`;
  addLine(`#${target.id} ${type} ${JSON.stringify(told)}`);
}

function addLine(text) {
  const line = document.createElement("li");
  line.textContent = text;
  log.prepend(line);
  while (log.children.length > SHOWN_EVENTS) log.lastChild.remove();
}
