/** An element with properties and children; texts become text. */
export function build<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Makes an element addressable by `::part()` from the page around. */
export function asPart<Kind extends HTMLElement>(element: Kind, ...names: string[]): Kind {
  element.part.add(...names);
  return element;
}
