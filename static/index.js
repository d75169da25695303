const IMAGES = 16;
const WANTED_SIDE = 448; // pixels of the sheet, about

const controls = document.querySelector("#controls");
const picture = document.querySelector("#picture");
const status = document.querySelector("#status");
const address = document.querySelector("#address");
const fields = controls.elements;

const { default: defaultModel, models } = await (await fetch("/models")).json();

fillModels();
showModel();
controls.addEventListener("input", show);
controls.addEventListener("submit", (event) => event.preventDefault());
fields.model.addEventListener("change", showModel);
document.querySelector("#another").addEventListener("click", () => {
  fields.seed.value = crypto.getRandomValues(new Uint32Array(1))[0];
  show();
});
picture.addEventListener("load", () => {
  status.textContent = `${IMAGES} pictures, seeds from ${fields.seed.value}`;
});
picture.addEventListener("error", async () => {
  const reply = await fetch(picture.src).catch(() => undefined);
  if (reply?.ok) return;
  const problem = await reply?.json().catch(() => undefined);
  status.textContent = problem?.detail ?? "The server cannot be reached";
});

function fillModels() {
  for (const { id, title } of models) fields.model.add(new Option(title, id));
  fields.model.value = defaultModel;
  document.querySelector("#model-field").hidden = models.length < 2;
}

function chosenModel() {
  return models.find(({ id }) => id === fields.model.value);
}

function showModel() {
  const { title, classes } = chosenModel();
  const names = classes ?? [];
  document.querySelector("#title").textContent = title;
  fields.class.replaceChildren(
    new Option("any", ""),
    ...names.map((name, index) => new Option(name, index)),
  );
  document.querySelector("#class-field").hidden = names.length === 0;
  show();
}

function show() {
  document.querySelector("#temperature-value").textContent = Number(fields.temperature.value)
    .toFixed(2);
  if (!fields.seed.validity.valid) {
    status.textContent = "A seed is a whole number from 0 to 4294967295";
    return;
  }
  const { image, version } = chosenModel();
  const columns = Math.ceil(Math.sqrt(IMAGES));
  const scale = Math.max(1, Math.min(16, Math.round(WANTED_SIDE / (columns * image.width))));
  const settings = new URLSearchParams({
    model: fields.model.value,
    version,
    seed: fields.seed.value,
    n: IMAGES,
    temperature: fields.temperature.value,
    scale,
  });
  if (fields.class.value !== "") settings.set("class", fields.class.value);
  const source = `/generate?${settings}`;
  if (picture.getAttribute("src") === source) return;
  status.textContent = "Drawing…";
  picture.src = source;
  picture.alt = `${IMAGES} generated pictures`;
  address.href = source;
  address.hidden = false;
}
