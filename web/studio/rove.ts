/** Makes one item the one reachable by Tab, and focuses it if requested. */
export function rove(
  items: readonly HTMLElement[],
  active: number,
  options: { focus?: boolean } = {},
): void {
  items.forEach((item, i) => item.tabIndex = i === active ? 0 : -1);
  if (options.focus) items[active]?.focus();
}
