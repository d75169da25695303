/** Makes one of the items the one that Tab reaches, and focuses it if told. */
export function rove(
  items: readonly HTMLElement[],
  active: number,
  options: { focus?: boolean } = {},
): void {
  items.forEach((item, i) => item.tabIndex = i === active ? 0 : -1);
  if (options.focus) items[active]?.focus();
}
