import { backendName, millisecondsText } from "../page/backend_text.ts";
import type { BackendChoice, PageModel } from "../runtime/page_model.ts";
import { make, part } from "./dom.ts";
import type { ModelList } from "./model_card.ts";
import type { Studio } from "./studio.ts";

/** Binds the choice of model and backend, and the links about the model, to the state. */
export function mountHeader({ store, slot }: Studio, { models }: ModelList): void {
  const model = part<HTMLSelectElement>("model"), backend = part<HTMLSelectElement>("backend");
  model.replaceChildren(...models.map(({ id, title }) => make("option", { value: id }, title)));
  model.disabled = backend.disabled = false;
  // Codes of one model mean nothing to another.
  const fresh = { class: undefined, topK: undefined, bench: undefined, ends: undefined, entry: 0 };
  model.addEventListener("change", () => store.set({ ...fresh, model: model.value }));
  backend.addEventListener(
    "change",
    () => store.set({ backend: backend.value as BackendChoice }),
  );
  const show = () => {
    const { id, files } = slot.card;
    model.value = id;
    backend.value = store.state.backend;
    for (const [link, file] of [["report", "report.html"], ["card", "README.md"]]) {
      part<HTMLAnchorElement>(link).href = `models/${id}/${file}`;
      part(link).hidden = !(file in files);
    }
  };
  show();
  store.watch(["model", "backend"], show);
}

/** Says what the model runs on and why, or that it can't be opened. */
export async function showEngine(opening: Promise<PageModel>): Promise<void> {
  const line = part("engine");
  line.classList.remove("failed");
  line.textContent = "Opening the model…";
  try {
    const { backend, reason, openMilliseconds } = await opening;
    const opened = `opened in ${millisecondsText(openMilliseconds)}`;
    line.textContent = `${backendName(backend)}, ${opened}. ${reason}`;
  } catch (error) {
    line.classList.add("failed");
    line.textContent = (error as Error).message;
  }
}
