import { make } from "./dom.ts";

/** One of few values, all of them visible: a group of radio buttons. */
export interface Choice<T extends string> {
  readonly element: HTMLElement;
  /** The value chosen. */
  value: T;
}

/** @param options Their values and texts; the first is chosen. */
export function makeChoice<T extends string>(
  legend: string,
  options: readonly (readonly [value: T, text: string])[],
  onChange: (value: T) => void,
): Choice<T> {
  const name = `choice-${legend.toLowerCase().replaceAll(" ", "-")}`;
  const inputs = options.map(([value], i) =>
    make("input", { type: "radio", name, value, checked: i === 0 })
  );
  const element = make(
    "fieldset",
    { class: "choice" },
    make("legend", {}, legend),
    ...options.map(([, text], i) => make("label", {}, inputs[i], make("span", {}, text))),
  );
  const chosen = () => inputs.find((input) => input.checked)!.value as T;
  element.addEventListener("change", () => onChange(chosen()));
  return {
    element,
    get value() {
      return chosen();
    },
    set value(value) {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}
