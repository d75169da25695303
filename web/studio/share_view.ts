import { make, makeButton } from "./dom.ts";

/** Something to copy: its name on the button, and a function that makes the text. */
export interface Snippet {
  readonly name: string;
  text(): string | Promise<string>;
}

/** How long a button says that it has copied. */
const SAID = 1600;

/** Buttons that copy, and a field that shows what was copied, or can be copied by hand. */
export function makeShare(snippets: readonly Snippet[]): HTMLElement {
  const field = make("textarea", {
    readonly: true,
    rows: 4,
    "aria-label": "What was copied",
    placeholder: "What you copy shows here.",
    spellcheck: "false",
  });
  const buttons = snippets.map(({ name, text }) => {
    const button = makeButton(name, async () => {
      field.value = await text();
      button.textContent = await copy(field) ? "Copied" : "Press Ctrl+C";
      setTimeout(() => button.textContent = name, SAID);
    }, { class: "quiet" });
    return button;
  });
  return make(
    "div",
    { class: "share", role: "group", "aria-label": "Copy" },
    make("div", { class: "buttons" }, ...buttons),
    field,
  );
}

/** Whether the browser let the page copy; if not, the text is selected for the person to do it. */
async function copy(field: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return false;
  }
}
